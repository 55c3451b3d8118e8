package dev.farthing.batch.settlement;

import dev.farthing.micropayment.Firming;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Map;

/** Turns the payments firm that are due when the day closes. */
@Named
@Dependent
public class FirmStep extends NightStep {
    @Inject
    private Firming firming;

    @Override
    String work() {
        mayGoOn();
        int firmed = firming.firm(day());
        advance(firmed, Map.of());
        return "vendors' days turned firm";
    }
}

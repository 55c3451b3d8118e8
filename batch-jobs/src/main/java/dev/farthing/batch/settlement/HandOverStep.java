package dev.farthing.batch.settlement;

import dev.farthing.settlement.BankFiles;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Map;

/** Hands the stored files over to the bank. */
@Named
@Dependent
public class HandOverStep extends NightStep {
    @Inject
    private BankFiles files;

    @Override
    String work() {
        for (String name : files.waiting(day())) {
            mayGoOn();
            files.handOver(name);
            advance(1, Map.of());
        }
        return "files";
    }
}

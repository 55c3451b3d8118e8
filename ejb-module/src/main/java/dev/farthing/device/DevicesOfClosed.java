package dev.farthing.device;

import dev.farthing.party.CustomerClosed;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;

/** Revokes the devices of a customer who is closed, in the same transaction: there is nothing left to sign for. */
@Dependent
class DevicesOfClosed {
    @Inject
    private DeviceStore store;

    @Inject
    private Clock clock;

    void end(@Observes CustomerClosed closed) {
        store.revokeAll(closed.customerId(), clock.instant());
    }
}

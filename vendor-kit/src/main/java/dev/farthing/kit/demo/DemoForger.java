package dev.farthing.kit.demo;

import dev.farthing.kit.client.ClientFailure;
import dev.farthing.kit.client.ClientSettings;
import dev.farthing.kit.client.FarthingClient;
import dev.farthing.kit.client.Purchase;
import dev.farthing.kit.client.Rejected;
import dev.farthing.kit.client.Server;
import dev.farthing.kit.client.VendorKeys;
import dev.farthing.kit.message.Answer;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;

/**
 * Sends what is not authentic: changed on its way, out of time, or in another vendor's name. Each must be turned away with one
 * and the same answer, which does not say why.
 */
final class DemoForger {
    private static final Duration LONG_AGO = Duration.ofMinutes(10);
    private static final String NOT_ACCEPTED = "MESSAGE_NOT_ACCEPTED";

    /** How far before a message's last dot it is changed: within the cipher text, which is far longer than that. */
    private static final int BEFORE_LAST_DOT = 20;

    private final Server server;
    private final String vendor;
    private final VendorKeys keys;
    private final ClientSettings settings;
    private final DemoTally tally;

    DemoForger(DemoPlan plan, VendorKeys keys, ClientSettings settings, DemoTally tally) {
        this.server = plan.server();
        this.vendor = plan.vendor();
        this.keys = keys;
        this.settings = settings;
        this.tally = tally;
    }

    void forge(DemoPlan.Forgery forgery) throws DemoFailed, ClientFailure, IOException, InterruptedException {
        Purchase purchase = forgery.purchase();
        FarthingClient honest = new FarthingClient(server, vendor, keys, settings);
        String id = honest.newSubmissionId();
        requireTurnedAway(honest, "tampered", tampered(honest.seal(purchase, id)), id);
        FarthingClient late = new FarthingClient(server, vendor, keys, late());
        requireTurnedAway(honest, "expired", late.seal(purchase, id), id);
        FarthingClient impostor = new FarthingClient(server, forgery.inTheNameOf(), keys, settings);
        requireTurnedAway(honest, "wrongSigner", impostor.seal(purchase, id), id);
    }

    private static String tampered(String message) {
        int at = message.lastIndexOf('.') - BEFORE_LAST_DOT;
        char other = message.charAt(at) == 'A' ? 'B' : 'A';
        return message.substring(0, at) + other + message.substring(at + 1);
    }

    /** The settings of somebody who kept a message for too long. */
    private ClientSettings late() {
        Clock before = Clock.offset(settings.clock(), LONG_AGO.negated());
        return new ClientSettings(settings.http(), before, settings.random(), settings.patience(), settings.pause());
    }

    private void requireTurnedAway(FarthingClient client, String kind, String message, String id)
            throws DemoFailed, ClientFailure, InterruptedException {
        try {
            Answer answer = client.send(message, id);
            throw new DemoFailed("a message (" + kind + ") that is not authentic was answered: " + answer + ".");
        } catch (Rejected rejected) {
            if (!rejected.code().equals(NOT_ACCEPTED)) {
                throw new DemoFailed("a message (" + kind + ") that is not authentic was turned away with "
                        + rejected.status() + " " + rejected.code() + " instead of " + NOT_ACCEPTED + ".");
            }
            tally.addForged(kind);
        }
    }
}

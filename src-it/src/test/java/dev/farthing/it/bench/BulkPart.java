package dev.farthing.it.bench;

import dev.farthing.it.bench.inside.Crowd;
import dev.farthing.it.bench.inside.Names;
import dev.farthing.it.system.VendorDesk;
import dev.farthing.kit.message.BulkAnswer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Sealed messages of a thousand purchases each, of one vendor after the other, over HTTP. */
final class BulkPart {
    private static final int SENDERS = 6;
    private static final int PURCHASES = 1_000;

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Exchange(int number, int vendor, String message, byte[] answer) {}

    private final BenchServer server;
    private final Population population;
    private final URI address;
    private final List<VendorDesk> desks = new ArrayList<>();

    BulkPart(BenchServer server, Population population) throws InterruptedException {
        this.server = server;
        this.population = population;
        this.address = URI.create(server.http() + VendorDesk.BULKS);
        for (Population.Vendor vendor : population.vendors()) {
            desks.add(new VendorDesk(server.http(), vendor.code(), vendor.keys()));
        }
    }

    Round round(String name, long millis, long seed) throws Exception {
        return Measuring.round(
                server,
                name,
                () -> Senders.until(SENDERS, millis, sender -> {
                    Crowd crowd = population.evenCrowd(seed + sender);
                    return number -> exchange(name, number, crowd);
                }),
                this::acknowledged);
    }

    private Exchange exchange(String name, int number, Crowd crowd) throws Exception {
        int vendor = number % desks.size();
        List<VendorDesk.Order> orders = new ArrayList<>();
        for (int i = 0; i < PURCHASES; i++) {
            orders.add(new VendorDesk.Order(
                    Names.submission(name, number * PURCHASES + i),
                    Names.identifier(vendor, crowd.nextCustomer()),
                    Names.ITEM,
                    1,
                    null));
        }
        String message = desks.get(vendor).sealBulk(name + "-" + number, orders, false);
        return new Exchange(number, vendor, message, Wire.post(address, message));
    }

    private BitSet acknowledged(Iterable<Exchange> exchanges) throws Voided {
        BitSet accepted = new BitSet();
        for (Exchange exchange : exchanges) {
            String answer = new String(exchange.answer(), StandardCharsets.US_ASCII);
            if (!(desks.get(exchange.vendor()).open(answer, exchange.message()) instanceof BulkAnswer outcomes)) {
                throw new Voided("Bulk " + exchange.number() + " was refused");
            }
            for (int i = 0; i < outcomes.outcomes().size(); i++) {
                if (!(outcomes.outcomes().get(i) instanceof BulkAnswer.Accepted)) {
                    throw new Voided("Bulk " + exchange.number() + ": "
                            + outcomes.outcomes().get(i));
                }
                accepted.set(exchange.number() * PURCHASES + i);
            }
        }
        return accepted;
    }
}

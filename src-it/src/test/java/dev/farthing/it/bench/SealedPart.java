package dev.farthing.it.bench;

import dev.farthing.it.bench.inside.Crowd;
import dev.farthing.it.bench.inside.Names;
import dev.farthing.it.system.VendorDesk;
import dev.farthing.kit.envelope.KeyFamily;
import dev.farthing.kit.message.Confirmation;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Single sealed submissions over HTTP, end to end, on connections that stay open. Each is sealed shortly before it is sent,
 * by the thread that sends it. Answers are kept and opened when the round is over: only then is it known what they
 * acknowledge.
 */
final class SealedPart {
    private static final int SENDERS = 32;
    private static final int OPEN_SENDERS = 128;

    /** How long before its time an open-loop request is sealed. */
    private static final long SEAL_AHEAD_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    /**
     * The part of an open loop before it counts: what the full load before has left behind is cleared away, and what half of it does
     * otherwise is compiled.
     */
    private static final double LEAD = 0.25;

    /** A request that cannot be sent within this of its time is not sent at all. */
    private static final long DROP_NANOS = TimeUnit.SECONDS.toNanos(5);

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Exchange(int number, int vendor, String message, byte[] answer) {}

    /**
     * What an open loop came to.
     *
     * @param perSecond requests meant to be sent
     * @param latencies from the moment at which each request was meant to be sent until its answer was there, sorted, in ns
     * @param dropped requests that were not sent, since nobody was free for them in time
     * @param generatorCpuMillis the load generator's own processor time for a request, those of the lead included
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Open(double perSecond, long[] latencies, int dropped, double generatorCpuMillis) {
        double millisAt(double quantile) {
            int index = (int) Math.ceil(quantile * latencies.length) - 1;
            return latencies[Math.max(0, Math.min(index, latencies.length - 1))] / 1e6;
        }
    }

    private final BenchServer server;
    private final Population population;
    private final URI address;
    private final List<VendorDesk> desks = new ArrayList<>();
    private final Map<KeyFamily, List<Integer>> vendorsOf = new EnumMap<>(KeyFamily.class);

    SealedPart(BenchServer server, Population population) throws InterruptedException {
        this.server = server;
        this.population = population;
        this.address = URI.create(server.http() + VendorDesk.PAYMENTS);
        for (Population.Vendor vendor : population.vendors()) {
            vendorsOf
                    .computeIfAbsent(vendor.keys().signing().family(), family -> new ArrayList<>())
                    .add(desks.size());
            desks.add(new VendorDesk(server.http(), vendor.code(), vendor.keys()));
        }
    }

    /** As many as {@link #SENDERS} senders get through, one request each at a time. */
    Round max(String name, KeyFamily family, long millis, long seed) throws Exception {
        return Measuring.round(
                server,
                name,
                () -> Senders.until(SENDERS, millis, sender -> {
                    Crowd crowd = population.evenCrowd(seed + sender);
                    return number -> exchange(draw(name, number, family, crowd));
                }),
                this::acknowledged);
    }

    /**
     * So many a second, evenly, whether answers come or not. After a closed loop and without a checkpoint in between: right after one
     * every page that is touched goes whole into the write-ahead log, which is no half load. The latencies are those of the given time; a
     * lead of a quarter of it comes before, at the same rate.
     */
    Open open(String name, KeyFamily family, double perSecond, long millis, long seed) throws Exception {
        BenchServer.Marks marks = server.marks();
        int lead = (int) (LEAD * perSecond * millis / 1_000);
        int count = lead + (int) (perSecond * millis / 1_000);
        AtomicInteger next = new AtomicInteger();
        AtomicInteger dropped = new AtomicInteger();
        ConcurrentLinkedQueue<Exchange> exchanges = new ConcurrentLinkedQueue<>();
        long[] latencies = new long[count];
        // The sender's own collections are none of the server's latency: it begins with nothing to collect.
        System.gc();
        double cpuBefore = cpuMillis();
        long began = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(100);
        Senders.together(OPEN_SENDERS, sender -> {
            Crowd crowd = population.evenCrowd(seed + sender);
            for (int number = next.getAndIncrement(); number < count; number = next.getAndIncrement()) {
                long due = began + (long) (number * 1e9 / perSecond);
                parkUntil(due - SEAL_AHEAD_NANOS);
                if (System.nanoTime() - due > DROP_NANOS) {
                    dropped.incrementAndGet();
                    latencies[number] = -1;
                    continue;
                }
                Exchange drawn = draw(name, number, family, crowd);
                parkUntil(due);
                exchanges.add(exchange(drawn));
                latencies[number] = System.nanoTime() - due;
            }
        });
        double cpu = cpuMillis() - cpuBefore;
        server.awaitDrained(marks);
        Measuring.check(server, name, acknowledged(exchanges));
        long[] answered = Arrays.stream(latencies, lead, count)
                .filter(latency -> latency >= 0)
                .sorted()
                .toArray();
        return new Open(perSecond, answered, dropped.get(), cpu / count);
    }

    private Exchange draw(String name, int number, KeyFamily family, Crowd crowd) {
        List<Integer> vendors = Objects.requireNonNull(vendorsOf.get(family));
        int vendor = vendors.get(crowd.below(vendors.size()));
        String message = desks.get(vendor)
                .seal(new VendorDesk.Order(
                        Names.submission(name, number),
                        Names.identifier(vendor, crowd.nextCustomer()),
                        Names.ITEM,
                        1,
                        null));
        return new Exchange(number, vendor, message, new byte[0]);
    }

    private Exchange exchange(Exchange drawn) throws IOException {
        return new Exchange(drawn.number(), drawn.vendor(), drawn.message(), Wire.post(address, drawn.message()));
    }

    private BitSet acknowledged(Iterable<Exchange> exchanges) throws Voided {
        BitSet accepted = new BitSet();
        for (Exchange exchange : exchanges) {
            if (desks.get(exchange.vendor())
                            .open(new String(exchange.answer(), StandardCharsets.US_ASCII), exchange.message())
                    instanceof Confirmation) {
                accepted.set(exchange.number());
            } else {
                throw new Voided("Submission " + exchange.number() + " was refused");
            }
        }
        return accepted;
    }

    private static void parkUntil(long nanoTime) {
        for (long left = nanoTime - System.nanoTime(); left > 0; left = nanoTime - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private static double cpuMillis() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                        .getProcessCpuTime()
                / 1e6;
    }
}

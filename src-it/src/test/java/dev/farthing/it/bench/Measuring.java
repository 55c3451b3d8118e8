package dev.farthing.it.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.farthing.it.system.OperatorClient;
import java.util.BitSet;

/** A round of purchases at the server and all that follows from them, timed, and checked before it counts. */
final class Measuring {
    /** Makes the purchases; returns what is needed to tell which of them were acknowledged. */
    interface Purchases<T> {
        T make() throws Exception;
    }

    /** The numbers of the purchases that were acknowledged as accepted, read when the time is taken. */
    interface Acknowledged<T> {
        BitSet of(T made) throws Exception;
    }

    private Measuring() {}

    static <T> Round round(BenchServer server, String name, Purchases<T> purchases, Acknowledged<T> acknowledged)
            throws Exception {
        server.tidyUp();
        Standing before = Standing.now(server);
        BenchServer.Marks marks = server.marks();
        long began = System.nanoTime();
        T made = purchases.make();
        server.awaitDrained(marks);
        double seconds = (System.nanoTime() - began) / 1e9;
        Standing cost = Standing.now(server).since(before);
        BitSet accepted = acknowledged.of(made);
        check(server, name, accepted);
        return new Round(accepted.cardinality(), seconds, accepted, cost);
    }

    /** What was acknowledged is stored once, nothing else is, and the ledger is in balance. */
    static void check(BenchServer server, String name, BitSet accepted) throws Exception {
        Stored.check(server, "farthing", name, accepted);
        balanced(server);
    }

    /** The server's own recount, and that no currency's balances leave anything over. */
    static void balanced(BenchServer server) throws InterruptedException, Voided {
        JsonNode recount =
                new OperatorClient(server.farthing()).get("recount").expect(200).json();
        Voided.unless(recount.required("unbalanced").asLong() == 0, "The ledger is not in balance: %s", recount);
    }
}

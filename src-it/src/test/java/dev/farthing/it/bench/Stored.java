package dev.farthing.it.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.BitSet;

/** What a round has left in the tables, against what was acknowledged. */
final class Stored {
    private Stored() {}

    /** Every acknowledged payment is stored exactly once, with its transfer, and no other of the round is. */
    static void check(BenchServer server, String schema, String round, BitSet acknowledged)
            throws SQLException, Voided {
        BitSet stored = new BitSet();
        long rows = 0;
        try (Connection connection = server.connect();
                PreparedStatement query = connection.prepareStatement("""
                        select split_part(m.submission_id, '.', 2)::integer
                          from %1$s.micropayment m
                          join %1$s.transfer t on t.business_date = m.business_date and t.id = m.id and t.amount = m.amount
                          join %1$s.submission s on s.vendor_id = m.vendor_id and s.submission_id = m.submission_id
                                                and s.payment_id = m.id
                         where m.outcome = 'ACCEPTED' and m.submission_id like ?
                        """.formatted(schema))) {
            query.setString(1, round + ".%");
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    stored.set(row.getInt(1));
                    rows++;
                }
            }
        }
        Voided.unless(
                rows == stored.cardinality(),
                "Round %s: %d rows of accepted payments, but %d submissions",
                round,
                rows,
                stored.cardinality());
        BitSet difference = (BitSet) stored.clone();
        difference.xor(acknowledged);
        Voided.unless(
                difference.isEmpty(),
                "Round %s: %d payments acknowledged and %d stored; they differ in %d, the first is %d",
                round,
                acknowledged.cardinality(),
                stored.cardinality(),
                difference.cardinality(),
                difference.nextSetBit(0));
    }

    /** Rows of all that one accepted payment leaves for good. */
    static long rows(BenchServer server, String schema) throws SQLException {
        return server.number("""
                select (select count(*) from %1$s.submission) + (select count(*) from %1$s.micropayment)
                     + (select count(*) from %1$s.transfer) + (select count(*) from %1$s.outbox)
                     + (select count(*) from %1$s.customer_notice)
                """.formatted(schema));
    }
}

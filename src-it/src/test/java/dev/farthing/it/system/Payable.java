package dev.farthing.it.system;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * What a vendor is owed, moved behind the server's back: as long as nothing is paid out, no vendor can be owed less than its
 * firm payments come to, so a test must take it away, and put it back before the books are counted.
 */
final class Payable {
    private Payable() {}

    static void lower(Town town, long amount) throws SQLException {
        debit(town, amount);
    }

    static void raise(Town town, long amount) throws SQLException {
        debit(town, -amount);
    }

    private static void debit(Town town, long amount) throws SQLException {
        try (Connection connection = town.server().connect();
                PreparedStatement update = connection.prepareStatement("""
                        update account_day set debits = debits + ?
                        where (account_id, business_date) = (
                          select d.account_id, max(d.business_date) from account_day d join account a on a.id = d.account_id
                          where a.owner = ? and a.role = 'VENDOR_PAYABLE' group by d.account_id)""")) {
            update.setLong(1, amount);
            update.setString(2, "vendor:" + town.vendor());
            if (update.executeUpdate() != 1) {
                throw new AssertionError(town.vendor() + " has no folded payable balance");
            }
        }
    }
}

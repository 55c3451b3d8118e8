package dev.farthing.it.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.it.bench.inside.Crowd;
import dev.farthing.it.bench.inside.Names;
import dev.farthing.it.system.FarthingServer;
import dev.farthing.it.system.Town;
import dev.farthing.kit.client.VendorKeys;
import dev.farthing.kit.envelope.KeyFamily;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Who pays and who is paid: vendors enrolled with keys of both families in turn, and customers who have consented to all of
 * them and have money. The last customer has none. The vendors come in by the door; the customers are written by SQL, with the
 * transfers that explain their money.
 */
final class Population {
    /** Enough for every purchase of a run by the one who buys most. */
    static final long FUNDS = 1_000_000_000_000L;

    /** A vendor of the bench. */
    record Vendor(String code, VendorKeys keys) {}

    private final List<Vendor> vendors;
    private final int customers;

    private Population(List<Vendor> vendors, int customers) {
        this.vendors = vendors;
        this.customers = customers;
    }

    /** @param customers how many have money; one more has none */
    static Population settle(FarthingServer server, int vendorCount, int customers) throws Exception {
        List<Vendor> vendors = new ArrayList<>();
        for (int i = 0; i < vendorCount; i++) {
            Town town = new Town(server, i % 2 == 0 ? KeyFamily.ED25519 : KeyFamily.P256);
            town.putItem(Names.ITEM, Names.PRICE, true);
            vendors.add(new Vendor(town.vendor(), town.keys()));
        }
        try (Connection connection = server.connect()) {
            connection.setAutoCommit(false);
            customers(connection, customers + 1);
            funds(connection, customers);
            for (int i = 0; i < vendorCount; i++) {
                consents(connection, i, vendors.get(i).code());
            }
            connection.commit();
            connection.setAutoCommit(true);
            try (Statement statement = connection.createStatement()) {
                statement.execute("vacuum analyze");
            }
        }
        return new Population(List.copyOf(vendors), customers);
    }

    List<Vendor> vendors() {
        return vendors;
    }

    int customers() {
        return customers;
    }

    /** The number of the customer without money. */
    int poorCustomer() {
        return customers;
    }

    /** Purchases of all customers at all vendors, each as likely as the other. */
    Crowd evenCrowd(long seed) {
        return new Crowd(new Crowd.Shape(customers, vendors.size(), 0, 0), seed);
    }

    void describe(ObjectNode order) {
        ArrayNode all = order.put("customers", customers)
                .put("poorCustomer", poorCustomer())
                .putArray("vendors");
        vendors.forEach(vendor -> all.addObject()
                .put("code", vendor.code())
                .put("signer", vendor.keys().signing().kid()));
    }

    private static void customers(Connection connection, int count) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into customer (code, name, status)
                select 'bench-customer-' || lpad(n::text, 6, '0'), 'Customer ' || n, 'ACTIVE' from generate_series(0, ?) n
                """)) {
            insert.setInt(1, count - 1);
            insert.execute();
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("""
                    insert into account (owner, role, currency, folded)
                    select 'customer:' || code, 'CUSTOMER', 'USD', false from customer where code like 'bench-customer-%' order by id
                    """);
        }
    }

    /** As if each had topped up once, on the open day. */
    private static void funds(Connection connection, int count) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                with rich as (
                  update account set posted = ?
                   where owner like 'customer:bench-customer-%' and owner < 'customer:bench-customer-' || lpad(?::text, 6, '0')
                  returning id, posted),
                bank as (select id from account where role = 'BANK_CLEARING' and currency = 'USD'),
                today as (select day from business_day where state = 'OPEN'),
                moved as (
                  insert into transfer (business_date, id, debit_account, credit_account, amount, currency, cause, booked_at)
                  select today.day, gen_random_uuid(), bank.id, rich.id, rich.posted, 'USD', 'TOP_UP', now()
                    from rich, bank, today
                  returning business_date, id, credit_account, amount, currency, booked_at),
                caused as (
                  insert into top_up (idempotency_key, customer_id, amount, currency, business_date, transfer_id, operator, booked_at)
                  select 'bench-' || c.code, c.id, m.amount, m.currency, m.business_date, m.id, 'operator', m.booked_at
                    from moved m join account a on a.id = m.credit_account join customer c on 'customer:' || c.code = a.owner)
                insert into delta (account_id, business_date, debits, credits)
                select bank.id, today.day, sum(moved.amount), 0 from moved, bank, today group by bank.id, today.day
                """)) {
            insert.setLong(1, FUNDS);
            insert.setInt(2, count);
            insert.execute();
        }
    }

    private static void consents(Connection connection, int vendor, String code) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into consent (vendor_id, identifier, customer_id, state, changed_at)
                select v.id, 'b' || ? || '-' || substr(c.code, 16)::integer, c.id, 'GIVEN', now()
                  from vendor v, customer c where v.code = ? and c.code like 'bench-customer-%'
                """)) {
            insert.setInt(1, vendor);
            insert.setString(2, code);
            insert.execute();
        }
    }
}

package dev.farthing.it.container;

import dev.farthing.calendar.BusinessDays;
import dev.farthing.database.Database;
import dev.farthing.ledger.Account;
import dev.farthing.ledger.AccountRole;
import dev.farthing.ledger.Cause;
import dev.farthing.ledger.Ledger;
import dev.farthing.ledger.Transfer;
import dev.farthing.micropayment.Catalogue;
import dev.farthing.micropayment.Consents;
import dev.farthing.micropayment.ItemDraft;
import dev.farthing.micropayment.Onboarding;
import dev.farthing.micropayment.Onboarding.CustomerTerms;
import dev.farthing.micropayment.TopUps;
import dev.farthing.party.CustomerContract;
import dev.farthing.party.VendorContract;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

/** Vendors, customers and items for one test: their codes are new each time, so that tests do not meet. */
@ApplicationScoped
public class Town {
    /** The price of every item, in the ledger's scale of USD. */
    static final long PRICE = 250_000;

    static final String OPERATOR = "operator:test";

    static final String ITEM = "article-9";

    @Inject
    private Onboarding onboarding;

    @Inject
    private Catalogue catalogue;

    @Inject
    private Consents consents;

    @Inject
    private TopUps topUps;

    @Inject
    private Ledger ledger;

    @Inject
    private BusinessDays days;

    @Inject
    private Database database;

    /** A vendor with one item on sale. */
    public String vendor() {
        String code = "vendor-" + UUID.randomUUID().toString().substring(0, 8);
        onboarding.vendor(code, VendorContract.usual("A vendor"), "USD", OPERATOR);
        publish(code, ITEM, "USD");
        return code;
    }

    public void publish(String vendor, String item, String currency) {
        ItemDraft draft = new ItemDraft(
                ItemDraft.Form.JSON,
                1,
                item,
                "An article",
                currency,
                List.of(new ItemDraft.PriceDraft(1, currency, Long.toString(PRICE), "6", "")),
                new ItemDraft.RightsDraft("ONCE", "", "", "", "once"),
                "true",
                "",
                "");
        catalogue.publish(vendor, "operator:test", new ItemDraft.Drafts(List.of(draft), List.of()));
    }

    /** A customer who holds this much. */
    public String customer(long amount) {
        String code = "customer-" + UUID.randomUUID().toString().substring(0, 8);
        onboarding.customer(code, new CustomerTerms(CustomerContract.prepaid("A customer"), "USD", null), OPERATOR);
        if (amount > 0) {
            topUps.book(new TopUps.Order(UUID.randomUUID().toString(), code, amount, "USD", "test"));
        }
        return code;
    }

    /** The identifier by which the vendor knows the customer, who has consented. */
    public String consent(String customer, String vendor) {
        return consents.give(customer, vendor, "farthing");
    }

    public Account live(String customer) {
        return ledger.find("customer:" + customer, AccountRole.CUSTOMER, "USD").orElseThrow();
    }

    public Account conditional(String vendor) {
        return ledger.find("vendor:" + vendor, AccountRole.VENDOR_CONDITIONAL, "USD")
                .orElseThrow();
    }

    public Transfer transfer(Account from, Account to, long amount) {
        return new Transfer(UUID.randomUUID(), from.id(), to.id(), amount, "USD", Cause.MICROPAYMENT);
    }

    public LocalDate today() {
        return days.openDay(BusinessDays.MAIN_CALENDAR).orElseThrow();
    }

    /** How many sessions of the database wait for a lock of this kind. */
    public int waiting(String lockType) {
        return database.read(
                sql -> sql.select("select count(*) from pg_locks where not granted and locktype = ?", lockType)
                        .mapTo(Integer.class)
                        .one());
    }

    public long count(String table, String condition, Object... values) {
        return database.read(sql -> sql.select("select count(*) from " + table + " where " + condition, values)
                .mapTo(Long.class)
                .one());
    }
}

package dev.farthing.launcher;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The town of the demonstration, as its file describes it: businesses and people who do not exist. Sums are decimals of
 * {@link DemoMoney#CURRENCY}.
 *
 * @param transactionFee what one transaction costs the bank
 * @param cast the few customers to whom something happens
 */
record DemoTown(
        String name,
        String currency,
        List<Plan> plans,
        String transactionFee,
        List<Vendor> vendors,
        Crowd customers,
        List<Person> cast) {

    private static final String FILE = "demo-town.json";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FIRST_VENDOR_ACCOUNT = 100;
    private static final int FIRST_CROWD_ACCOUNT = 1000;
    private static final int FIRST_CAST_ACCOUNT = 5000;

    /** What the bank takes for its work: parts in a million of what is paid out, and at least that much a cycle. */
    record Plan(String plan, int ratePpm, String minimum) {}

    /**
     * A business.
     *
     * @param seed of its customers' shopping
     * @param shoppers how many of the crowd are its customers
     * @param payments how many there are on each day
     * @param blocked why the bank sends its payout back, or null
     */
    record Vendor(
            String code,
            String name,
            String family,
            String plan,
            int conditionalDays,
            int seed,
            int shoppers,
            List<Integer> payments,
            int replays,
            int reversals,
            @Nullable Forgery forgery,
            @Nullable PriceRise priceRise,
            @Nullable String blocked,
            @Nullable List<Step> steps,
            List<Item> items) {

        List<Step> steps(int day) {
            return steps == null
                    ? List.of()
                    : steps.stream().filter(step -> step.day() == day).toList();
        }
    }

    /** Something for sale; {@code most} is how much of it somebody takes at once. */
    record Item(
            String item,
            String title,
            String price,
            String model,
            @Nullable Integer count,
            @Nullable String period,
            String rights,
            @Nullable Integer most,
            @Nullable Boolean onSale) {

        boolean isOnSale() {
            return onSale == null || onSale;
        }

        /** As a vendor publishes it. */
        ObjectNode definition(String priceNow) {
            ObjectNode body = JSON.createObjectNode();
            body.put("title", title);
            body.put("currency", DemoMoney.CURRENCY);
            body.putArray("prices").add(DemoMoney.amount(priceNow));
            ObjectNode right = body.putObject("rights").put("model", model).put("text", rights);
            if (count != null) {
                right.put("count", count);
            }
            if (period != null) {
                right.put("period", period);
            }
            body.put("onSale", isOnSale());
            return body;
        }
    }

    /** A price that goes up in the evening of the first day. */
    record PriceRise(String item, String price) {}

    /** What a vendor tries in another's name. */
    record Forgery(String customer, String item, String inTheNameOf) {}

    /** One purchase of one of the cast; {@code price} is what the vendor believes it to be. */
    record Step(
            int day,
            String customer,
            String item,
            @Nullable Integer quantity,
            @Nullable String price,
            String expect) {}

    /** The many, of whom each {@code onATab}th has a tab and the others have paid in a deposit. */
    record Crowd(List<String> firstNames, String initials, int onATab, String deposit, String creditLimit) {}

    /**
     * A customer.
     *
     * @param deposit paid in at the counter, or null
     * @param creditLimit of a tab, null for a prepaid account
     * @param frozen why the bank has frozen the account, or null
     * @param consents vendors that may ask for payments, recorded on paper
     * @param known vendors that know the customer and may ask for nothing
     * @param phone consents that the customer's own telephone gives, null without one
     * @param topUp what the telephone asks for, or null
     * @param transfers false if the money for it never comes
     * @param blocked why the bank cannot collect, or null
     */
    record Person(
            String code,
            String name,
            @Nullable String deposit,
            @Nullable String creditLimit,
            @Nullable String frozen,
            @Nullable List<String> consents,
            @Nullable List<String> known,
            @Nullable List<Consent> phone,
            @Nullable String topUp,
            @Nullable Boolean transfers,
            @Nullable String blocked) {

        /** True if a top-up is asked for and its money will come. */
        boolean sendsMoney() {
            return topUp != null && (transfers == null || transfers);
        }
    }

    /** What a telephone consents to. */
    record Consent(String vendor, @Nullable List<Cap> caps) {}

    record Cap(String kind, @Nullable String rightsModel, String amount) {}

    static DemoTown read() throws IOException {
        try (InputStream file = DemoTown.class.getResourceAsStream(FILE)) {
            if (file == null) {
                throw new IOException("The demonstration's " + FILE + " is missing from this build");
            }
            return JSON.readValue(file, DemoTown.class);
        }
    }

    /** The many, always the same ones. */
    List<Person> crowd() {
        List<Person> crowd = new ArrayList<>();
        for (char initial : customers.initials().toCharArray()) {
            for (String first : customers.firstNames()) {
                boolean tab = crowd.size() % customers.onATab() == 0;
                String code = first.toLowerCase(Locale.ROOT) + "-" + Character.toLowerCase(initial);
                crowd.add(new Person(
                        code,
                        first + " " + initial + ".",
                        tab ? null : customers.deposit(),
                        tab ? customers.creditLimit() : null,
                        null,
                        List.of(),
                        null,
                        null,
                        null,
                        null,
                        null));
            }
        }
        return crowd;
    }

    /** The vendor's part of the crowd. */
    List<Person> shoppers(Vendor vendor) {
        List<Person> crowd = crowd();
        List<Person> shoppers = new ArrayList<>();
        for (int i = 0; i < vendor.shoppers(); i++) {
            shoppers.add(crowd.get((vendor.seed() + i) % crowd.size()));
        }
        return shoppers;
    }

    /** Where the vendor is paid. */
    String iban(Vendor vendor) {
        return DemoIban.of(FIRST_VENDOR_ACCOUNT + vendors.indexOf(vendor));
    }

    /** Where the customer is collected from, or pays from. */
    String iban(Person person) {
        int inCast = cast.indexOf(person);
        return DemoIban.of(inCast < 0 ? FIRST_CROWD_ACCOUNT + crowd().indexOf(person) : FIRST_CAST_ACCOUNT + inCast);
    }
}

package dev.farthing.it.system;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.kit.envelope.KeyFamily;
import dev.farthing.kit.envelope.SigningKey;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Several vendors and customers who all know one another, drawn at random: prices down to a millionth of a dollar, small purses,
 * small credit limits, plans with odd rates. Each stands on the server and in the {@link Bookkeeper}'s book.
 */
final class Village {
    private static final int LEAST_VENDORS = 4;
    private static final int MORE_VENDORS = 3;
    private static final int LEAST_CUSTOMERS = 12;
    private static final int MORE_CUSTOMERS = 9;
    private static final int ITEMS = 4;

    /** Few enough that they do not wait for one another's audit entries longer than the server lets them. */
    private static final int CLERKS = 3;

    private static final int MOST_CONDITIONAL_DAYS = 2;
    private static final long CENT = 10_000;
    private static final long DOLLAR = 1_000_000;
    private static final SecureRandom KEYS = new SecureRandom();
    private static final BigInteger CHECK_MODULUS = BigInteger.valueOf(97);

    /** Something on sale. */
    record Item(String code, long price) {}

    /** A vendor with what it sells, and its side of the wire. */
    record Stall(VendorSheet sheet, Town town, VendorDesk desk, VendorClient books, List<Item> items) {}

    /** A customer with a telephone, and the names by which the vendors know the customer. */
    record Villager(CustomerSheet sheet, CustomerDevice device, Map<Stall, String> identifiers) {}

    private final FarthingServer server;
    private final OperatorClient operator;
    private final Random random;
    private final Bookkeeper book;
    private final List<Stall> stalls = new ArrayList<>();
    private final List<Villager> villagers = new ArrayList<>();

    Village(FarthingServer server, OperatorClient operator, Random random, Bookkeeper book) throws Exception {
        this.server = server;
        this.operator = operator;
        this.random = random;
        this.book = book;
        int vendors = LEAST_VENDORS + random.nextInt(MORE_VENDORS);
        for (int i = 0; i < vendors; i++) {
            stalls.add(stall(i));
        }
        List<CustomerSheet.Terms> terms = new ArrayList<>();
        List<CustomerSheet> sheets = new ArrayList<>();
        int customers = LEAST_CUSTOMERS + random.nextInt(MORE_CUSTOMERS);
        for (int i = 0; i < customers; i++) {
            terms.add(customerTerms(i % 2 == 0));
            sheets.add(book.takeOn(terms.get(i)));
        }
        // Drawn one after the other, so that a seed draws the same again; taken on by a few at once, which is quicker.
        List<List<Villager>> taken = AtOnce.run(CLERKS, clerk -> () -> {
            List<Villager> some = new ArrayList<>();
            for (int i = clerk; i < customers; i += CLERKS) {
                some.add(takeOn(terms.get(i), sheets.get(i)));
            }
            return some;
        });
        taken.forEach(villagers::addAll);
        for (Villager villager : villagers) {
            if (!villager.sheet().isTab()) {
                fillPurse(villager.sheet());
            }
        }
    }

    List<Stall> stalls() {
        return stalls;
    }

    List<Villager> villagers() {
        return villagers;
    }

    /** The first is charged by the week, the second has no account yet, the third sells too little for its minimum. */
    private Stall stall(int number) throws Exception {
        Town town = new Town(server, random.nextBoolean() ? KeyFamily.ED25519 : KeyFamily.P256);
        VendorSheet.Plan plan = plan(number == 0, number == 2);
        VendorSheet.Terms terms = new VendorSheet.Terms(
                town.vendor(), random.nextInt(MOST_CONDITIONAL_DAYS + 1), plan, number == 1 ? null : iban());
        ObjectNode contract = OperatorClient.object()
                .put("name", "Vendor of five days")
                .put("currency", "USD")
                .put("feePlan", plan.code())
                .put("conditionalDays", terms.conditionalDays());
        if (terms.iban() != null) {
            contract.put("payoutIban", terms.iban());
        }
        operator.put("vendors/" + town.vendor(), contract).expect(200);
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < ITEMS; i++) {
            long price = number == 2 ? 1 + random.nextInt(9) : price(i);
            items.add(new Item(town.item(price), price));
        }
        return new Stall(book.takeOn(terms), town, town.desk(), new VendorClient(town), items);
    }

    private VendorSheet.Plan plan(boolean weekly, boolean dear) throws InterruptedException {
        long minimum = dear ? 50_000 : random.nextBoolean() ? 0 : 1 + random.nextInt(200_000);
        VendorSheet.Plan plan = new VendorSheet.Plan(Town.fresh("plan"), weekly, 1 + random.nextInt(150_000), minimum);
        ObjectNode json = OperatorClient.object()
                .put("cycle", weekly ? "WEEKLY" : "DAILY")
                .put("ratePpm", plan.ratePpm());
        if (minimum > 0) {
            json.putArray("minimums").add(OperatorClient.usd(minimum));
        }
        operator.put("fee-plans/" + plan.code(), json).expect(200);
        return plan;
    }

    /** From a millionth of a dollar up to two dollars or so, hardly ever whole in cents. */
    private long price(int number) {
        return switch (number) {
            case 0 -> 1 + random.nextInt(3);
            case 1 -> 1 + random.nextInt((int) CENT);
            default -> 1 + random.nextInt((int) (2 * DOLLAR));
        };
    }

    private CustomerSheet.Terms customerTerms(boolean tab) {
        return tab
                ? new CustomerSheet.Terms(Town.fresh("customer"), purse(), iban())
                : new CustomerSheet.Terms(Town.fresh("customer"), 0, null);
    }

    /** What somebody has, or may owe; every third time next to nothing, so that some purchases are refused. */
    private long purse() {
        return random.nextLong(1, random.nextInt(3) == 0 ? CENT : 40 * DOLLAR);
    }

    private Villager takeOn(CustomerSheet.Terms terms, CustomerSheet sheet) throws InterruptedException {
        operator.put("customers/" + terms.code(), contract(terms)).expect(200);
        Map<Stall, String> identifiers = new HashMap<>();
        for (Stall stall : stalls) {
            identifiers.put(stall, identifier(terms.code(), stall.town().vendor()));
        }
        CustomerDevice device = new CustomerDevice(server.http(), SigningKey.generate(KeyFamily.P256, KEYS));
        String code = operator.post("customers/" + terms.code() + "/device-codes")
                .expect(201)
                .json()
                .required("code")
                .asText();
        device.register(code).expect(201);
        return new Villager(sheet, device, identifiers);
    }

    private void fillPurse(CustomerSheet sheet) throws InterruptedException {
        long purse = purse();
        operator.topUp(sheet.code(), purse, Town.fresh("top-up")).expect(201);
        book.topUp(sheet, purse);
    }

    private static ObjectNode contract(CustomerSheet.Terms terms) {
        ObjectNode contract =
                OperatorClient.object().put("name", "Customer of five days").put("currency", "USD");
        if (terms.isTab()) {
            contract.put("kind", "TAB").set("creditLimit", OperatorClient.usd(terms.limit()));
            contract.putObject("mandate")
                    .put("reference", "M-" + terms.code())
                    .put("iban", terms.iban())
                    .put("signedOn", LocalDate.EPOCH.toString());
        }
        return contract;
    }

    private String identifier(String customer, String vendor) throws InterruptedException {
        return operator.put("customers/" + customer + "/consents/" + vendor)
                .expect(200)
                .json()
                .required("identifier")
                .asText();
    }

    /** An account that nobody has, with the check digits of ISO 13616. */
    private String iban() {
        String account = String.format("%018d", random.nextLong(1_000_000_000_000_000_000L));
        // D is 13 and E is 14, and 00 stands for the digits that are looked for.
        int rest = new BigInteger(account + "131400").mod(CHECK_MODULUS).intValueExact();
        return String.format("DE%02d%s", 98 - rest, account);
    }
}

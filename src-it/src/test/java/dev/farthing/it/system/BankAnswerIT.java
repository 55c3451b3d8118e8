package dev.farthing.it.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.it.system.Town.Shopper;
import dev.farthing.it.system.VendorDesk.Order;
import dev.farthing.kit.envelope.KeyFamily;
import dev.farthing.kit.message.Confirmation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What the bank answers is taken as a whole, once, and for what it is; anything else is kept aside, or becomes a break. Method:
 * statements (camt.053) written here by hand are put into the folder that the server looks into, and imported by the job.
 */
@ExtendWith(SharedServer.class)
class BankAnswerIT {
    private static final String OURS = "DE93999999990000000001";
    private static final String THEIRS = "DE89370400440532013000";
    private static final long PRICE = 4_560_000;
    private static final long TAB = 5_000_000;

    private final FarthingServer server;
    private final OperatorClient operator;
    private final Path in;

    BankAnswerIT(FarthingServer server) {
        this.server = server;
        this.operator = new OperatorClient(server);
        this.in = server.home().resolve("bank").resolve("in");
    }

    @AfterEach
    void booksAreBalanced() throws Exception {
        Books.assertBalanced(server);
    }

    @Test
    void aTopUpBecomesRealByTheLineThatNamesItAndOnce() throws Exception {
        DeviceOfCustomer device = newCustomer();
        String request = requestTopUp(device, 12_340_000);
        String statement = Statement.of(OURS)
                .credit("12.34", "my top-up " + request + " thanks")
                .text();

        put("first.xml", statement);
        importAll();
        assertThat(state(request)).isEqualTo("BOOKED");
        put("again.xml", statement);
        importAll();

        assertThat(Books.texts(
                        server,
                        "select count(*)::text from transfer where id in"
                                + " (select transfer_id from top_up_request where id = '" + request + "')"))
                .containsExactly("1");
        assertThat(Files.exists(aside("taken", "again.xml"))).isTrue();

        put("twice.xml", Statement.of(OURS).credit("12.34", request).text());
        importAll();
        assertThat(breaksAbout("top-up request " + request + " is settled already"))
                .isEqualTo(1);
    }

    @Test
    void aTopUpOfAnotherAmountIsLeftForSomebodyToLookAt() throws Exception {
        String request = requestTopUp(newCustomer(), 12_340_000);

        put("less.xml", Statement.of(OURS).credit("12.33", request).text());
        importAll();

        assertThat(state(request)).isEqualTo("PENDING");
        assertThat(breaksAbout("top-up request " + request + " is of another amount"))
                .isEqualTo(1);
        operator.post(
                        "top-up-requests/" + request + "/return",
                        OperatorClient.object().put("reason", "a test"))
                .expect(200);
    }

    @Test
    void whatComesBackIsNobodysTopUpWhateverItNames() throws Exception {
        String request = requestTopUp(newCustomer(), 10_000);

        put("bounced.xml", Statement.of(OURS).cameBack("0.01", request, "AC04").text());
        importAll();

        assertThat(state(request)).isEqualTo("PENDING");
        operator.post(
                        "top-up-requests/" + request + "/return",
                        OperatorClient.object().put("reason", "a test"))
                .expect(200);
    }

    @Test
    void aPennyUnderSomebodysReferenceStopsNobody() throws Exception {
        SettledHousehold settled = SettledHousehold.of(server);
        String before = states(settled);

        put(
                "penny.xml",
                Statement.of(OURS).credit("0.01", "a penny", settled.payout()).text());
        put(
                "other-penny.xml",
                Statement.of(OURS)
                        .credit("0.01", "a penny", settled.collection())
                        .text());
        importAll();

        assertThat(states(settled)).isEqualTo(before);
        assertThat(Books.texts(
                        server,
                        "select owners::text from settlement_break b join bank_entry e"
                                + " on b.subject = 'bank-entry:' || e.statement_id || '/' || e.number"
                                + " where e.amount = 10000 and e.end_to_end in ('" + settled.payout() + "', '"
                                + settled.collection()
                                + "')"))
                .as("whom the pennies touch")
                .containsExactly("{}", "{}");
    }

    private String states(SettledHousehold settled) throws InterruptedException {
        return operator.get("payouts/" + settled.payout()).expect(200).text()
                + operator.get("collections/" + settled.collection())
                        .expect(200)
                        .text();
    }

    @Test
    void oneFileThatCannotBeTakenKeepsNoOtherWaiting() throws Exception {
        String request = requestTopUp(newCustomer(), 10_000);
        put(
                "a-huge.xml",
                Statement.of(OURS)
                        .credit("9999999999999999.99", "more than there is")
                        .text());
        put("b-nothing.xml", Statement.of(OURS).credit("0.00", "for nothing").text());
        put("c-good.xml", Statement.of(OURS).credit("0.01", request).text());
        importAll();

        assertThat(state(request)).isEqualTo("BOOKED");
        assertThat(Files.exists(aside("refused", "a-huge.xml"))).isTrue();
        assertThat(Files.exists(aside("taken", "b-nothing.xml"))).isTrue();

        put("a-huge.xml", "another file of the same name");
        importAll();
        assertThat(Files.readString(aside("refused", "a-huge.xml"))).contains("more than there is");
        assertThat(Files.readString(aside("refused", "a-huge.xml.2"))).isEqualTo("another file of the same name");
    }

    @Test
    void aFileThatIsBrokenForeignOrContradictsAnEarlierOneIsRefusedWhole() throws Exception {
        String request = requestTopUp(newCustomer(), 10_000);
        Statement statement = Statement.of(OURS).credit("0.01", request);
        String whole = statement.text();
        put("foreign.xml", Statement.of(THEIRS).credit("0.01", request).text());
        put("cut.xml", whole.substring(0, whole.lastIndexOf("</Ntry>")));
        put(
                "sum.xml",
                whole.replace(
                        "<Amt Ccy=\"USD\">0.01</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt>",
                        "<Amt Ccy=\"USD\">0.02</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt>"));
        put(
                "entity.xml",
                whole.replace("<Document", "<!DOCTYPE d [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><Document"));
        put("text.xml", "not a statement");
        importAll();

        for (String name : List.of("foreign.xml", "cut.xml", "sum.xml", "entity.xml", "text.xml")) {
            assertThat(Files.exists(aside("refused", name))).as(name).isTrue();
            assertThat(Books.texts(server, "select reason from refused_file where file = '" + name + "'"))
                    .as("why %s was refused", name)
                    .hasSize(1)
                    .allSatisfy(reason -> assertThat(reason).isNotBlank().doesNotContain("Exception"));
        }
        assertThat(state(request)).as("nothing of a refused file is taken").isEqualTo("PENDING");

        put("good.xml", whole);
        importAll();
        assertThat(state(request)).isEqualTo("BOOKED");
        put("other.xml", statement.saying("another text").text());
        importAll();
        assertThat(Files.exists(aside("refused", "other.xml"))).isTrue();
    }

    @Test
    void aCollectionTakenBackIsOwedAgainAlsoBeyondTheLimitAndWhenFrozen() throws Exception {
        Town town = new Town(server, KeyFamily.ED25519);
        Shopper debtor = debtor(town);
        Confirmation paid = (Confirmation) town.desk().pay(Order.of(debtor, town.item(PRICE)));
        new ClosedDays(server).close(paid.payment().businessDate().toString());
        String reference = Books.texts(
                        server,
                        "select c.reference from collection c join customer u on u.id = c.customer_id"
                                + " where u.code = '" + debtor.code() + "'")
                .get(0);
        assertThat(town.balance(debtor)).as("owed until it comes").isEqualTo(-PRICE);
        put("came.xml", Statement.of(OURS).credit("4.56", "", reference).text());
        importAll();
        assertThat(town.balance(debtor)).isZero();
        town.desk().pay(Order.of(debtor, town.item(PRICE)));
        town.status(debtor, "FROZEN");

        put("back.xml", Statement.of(OURS).takenBack("4.56", reference, "MD06").text());
        importAll();

        assertThat(town.balance(debtor)).isEqualTo(-2 * PRICE);
        JsonNode account =
                operator.get("customers/" + debtor.code()).expect(200).json().at("/accounts/0");
        assertThat(account.at("/excess/value").asLong()).isEqualTo(2 * PRICE - TAB);
        assertThat(operator.get("collections/" + reference)
                        .expect(200)
                        .json()
                        .required("state")
                        .asText())
                .isEqualTo("RETURNED");
        assertThat(Books.texts(
                        server, "select kind from settlement_break where subject = 'collection:" + reference + "'"))
                .containsExactly("COLLECTION_RETURNED");

        put(
                "back-again.xml",
                Statement.of(OURS).takenBack("4.56", reference, "MD06").text());
        importAll();
        assertThat(town.balance(debtor)).as("a second taking back fits nothing").isEqualTo(-2 * PRICE);
    }

    private DeviceOfCustomer newCustomer() throws Exception {
        Town town = new Town(server, KeyFamily.ED25519);
        DeviceOfCustomer device = new DeviceOfCustomer(server, town.customer(0));
        device.register();
        return device;
    }

    private static String requestTopUp(DeviceOfCustomer device, long amount) throws InterruptedException {
        JsonNode wanted = OperatorClient.object().put("iban", THEIRS).set("amount", OperatorClient.usd(amount));
        return device.post("/customer/top-ups", wanted)
                .expect(201)
                .json()
                .required("id")
                .asText();
    }

    private Shopper debtor(Town town) throws InterruptedException {
        String code = Town.fresh("customer");
        ObjectNode contract = OperatorClient.object()
                .put("name", "Customer of a test")
                .put("currency", "USD")
                .put("kind", "TAB");
        contract.set("creditLimit", OperatorClient.usd(TAB));
        contract.putObject("mandate")
                .put("reference", Town.fresh("M"))
                .put("iban", THEIRS)
                .put("signedOn", "2026-02-27");
        operator.put("customers/" + code, contract).expect(200);
        return new Shopper(
                code,
                operator.put("customers/" + code + "/consents/" + town.vendor())
                        .expect(200)
                        .json()
                        .required("identifier")
                        .asText());
    }

    private String state(String request) throws Exception {
        return Books.texts(server, "select state from top_up_request where id = '" + request + "'")
                .get(0);
    }

    private int breaksAbout(String text) throws Exception {
        return Books.texts(
                        server,
                        "select id::text from settlement_break where kind = 'BANK_ENTRY' and detail like '%" + text
                                + "%'")
                .size();
    }

    /** As a bank leaves a file: under a name that is not looked at, then renamed. */
    private void put(String name, String content) throws Exception {
        Files.createDirectories(in);
        Path writing = in.resolve("." + name + ".tmp");
        Files.writeString(writing, content);
        Files.move(writing, in.resolve(name));
    }

    private Path aside(String where, String name) {
        return server.home().resolve("bank").resolve(where).resolve(name);
    }

    private void importAll() throws Exception {
        new ClosedDays(server)
                .end(operator.post("jobs", OperatorClient.object().put("job", "import-bank-statements")), "an import");
    }

    /** A statement of one line or more, whose balances add up. */
    private record Statement(String id, String iban, List<String> lines, long sumCents) {
        static Statement of(String iban) {
            return new Statement(Town.fresh("S"), iban, List.of(), 0);
        }

        Statement credit(String amount, String remittance) {
            return credit(amount, remittance, "NOTPROVIDED");
        }

        Statement credit(String amount, String remittance, String endToEnd) {
            return with(entry(amount, "CRDT", endToEnd, remittance, ""), cents(amount));
        }

        Statement takenBack(String amount, String endToEnd, String code) {
            String why = "<RtrInf><Rsn><Cd>" + code + "</Cd></Rsn></RtrInf>";
            return with(entry(amount, "DBIT", endToEnd, "", why), -cents(amount));
        }

        /** What was sent, and could not be delivered. */
        Statement cameBack(String amount, String remittance, String code) {
            String why = "<RtrInf><Rsn><Cd>" + code + "</Cd></Rsn></RtrInf>";
            return with(entry(amount, "CRDT", "NOTPROVIDED", remittance, why), cents(amount));
        }

        /** The same statement, with other contents. */
        Statement saying(String remittance) {
            return new Statement(id, iban, List.of(entry("0.02", "CRDT", "NOTPROVIDED", remittance, "")), 2);
        }

        private Statement with(String line, long cents) {
            List<String> more = new ArrayList<>(lines);
            more.add(line);
            return new Statement(id, iban, List.copyOf(more), sumCents + cents);
        }

        private static long cents(String amount) {
            return Long.parseLong(amount.replace(".", ""));
        }

        private static String entry(String amount, String side, String endToEnd, String remittance, String why) {
            String text = remittance.isEmpty() ? "" : "<RmtInf><Ustrd>" + remittance + "</Ustrd></RmtInf>";
            return "<Ntry><Amt Ccy=\"USD\">" + amount + "</Amt><CdtDbtInd>" + side
                    + "</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-03-02</Dt></BookgDt>"
                    + "<BkTxCd><Prtry><Cd>TEST</Cd></Prtry></BkTxCd><NtryDtls><TxDtls><Refs><EndToEndId>" + endToEnd
                    + "</EndToEndId></Refs>" + "<Amt Ccy=\"USD\">" + amount + "</Amt><CdtDbtInd>" + side
                    + "</CdtDbtInd>" + text
                    + why + "</TxDtls></NtryDtls></Ntry>";
        }

        private static String balance(String kind, long cents) {
            String amount = String.format("%d.%02d", Math.abs(cents) / 100, Math.abs(cents) % 100);
            return "<Bal><Tp><CdOrPrtry><Cd>" + kind + "</Cd></CdOrPrtry></Tp><Amt Ccy=\"USD\">" + amount
                    + "</Amt><CdtDbtInd>" + (cents < 0 ? "DBIT" : "CRDT")
                    + "</CdtDbtInd><Dt><Dt>2026-03-02</Dt></Dt></Bal>";
        }

        String text() {
            return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\">"
                    + "<BkToCstmrStmt><GrpHdr><MsgId>M" + id
                    + "</MsgId><CreDtTm>2026-03-02T20:00:00Z</CreDtTm></GrpHdr><Stmt><Id>"
                    + id + "</Id><CreDtTm>2026-03-02T20:00:00Z</CreDtTm><Acct><Id><IBAN>" + iban
                    + "</IBAN></Id><Ccy>USD</Ccy></Acct>" + balance("OPBD", 0) + balance("CLBD", sumCents)
                    + String.join("", lines) + "</Stmt></BkToCstmrStmt></Document>\n";
        }
    }
}

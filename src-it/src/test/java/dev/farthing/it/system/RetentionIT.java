package dev.farthing.it.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.farthing.it.system.VendorDesk.Order;
import dev.farthing.kit.message.Answer;
import dev.farthing.kit.message.BulkAnswer;
import dev.farthing.kit.message.Confirmation;
import dev.farthing.kit.message.Refusal;
import dev.farthing.kit.message.Return;
import dev.farthing.kit.proof.ProvenRequest;
import dev.farthing.kit.proof.RequestProof;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/**
 * Goal: what is older than the retention leaves the database whole, once, and without anybody noticing who pays, and the books can
 * be proved as before. Method: a vendor sells on three days that lie long back; while payments go on, the retention is held at one
 * place after the other by locks of the test's own, killed there, and started again. The files are loaded back by what the runbook
 * says and compared with what the tables had.
 */
class RetentionIT {
    private static final int DAYS = 3;
    private static final List<String> TABLES = List.of("micropayment", "payment_return", "transfer");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int POLL_MILLIS = 50;
    private static final int LIMIT_MILLIS = 90_000;
    private static final int LONG_AGO_DAYS = 500;

    @Test
    void oldDaysLeaveTheDatabaseWholeWhilePaymentsGoOn() throws Exception {
        try (FarthingServer server = FarthingServer.prepared(
                FarthingServer.newHome("retention"), "node1", Map.of("FARTHING_RETENTION_DAYS", "40"))) {
            server.up();
            OldDays days = new OldDays(server);
            days.sell(DAYS);
            Books.assertBalanced(server);
            Scene scene = new Scene(server, days);
            scene.nothingGoesThatIsNeeded();
            Load load = new Load(days);
            try {
                scene.killedBeforeTheRecord();
                scene.killedWhileDetaching("micropayment", load);
                scene.aFileThatSomebodyChangedStopsEverything();
                scene.killedWhileDetaching("transfer", load);
                scene.twoAtOnceFinishIt();
            } finally {
                load.end();
            }
            scene.filesHaveWhatTheTablesHad();
            scene.recountStillProvesEverything();
            scene.whatIsArchivedIsAnsweredSo();
            scene.tablesAreDroppedAndTheNightGoesOn();
            scene.eventsAreForgottenAloud();
            scene.assertBalanced();
        }
    }

    /** Buys all the time, and keeps what went wrong. */
    private static final class Load {
        private final ExecutorService thread = Executors.newSingleThreadExecutor();
        private final AtomicBoolean over = new AtomicBoolean();
        private final List<Confirmation> paid = new ArrayList<>();
        private final Future<Integer> ended;

        Load(OldDays days) {
            ended = thread.submit((Callable<Integer>) () -> {
                while (!over.get()) {
                    Answer answer = days.pay();
                    assertThat(answer).isInstanceOf(Confirmation.class);
                    synchronized (paid) {
                        paid.add((Confirmation) answer);
                    }
                }
                return paid.size();
            });
        }

        int count() {
            synchronized (paid) {
                return paid.size();
            }
        }

        void end() throws Exception {
            over.set(true);
            int count = ended.get(1, TimeUnit.MINUTES);
            thread.shutdownNow();
            Trial.say("retention: %d payments meanwhile, none failed", count);
            assertThat(count).isPositive();
        }
    }

    private static final class Scene {
        private final FarthingServer server;
        private final OldDays days;
        private final OperatorClient operator;
        private final Path archive;
        private final LocalDate first;
        private final Map<String, List<String>> before = new TreeMap<>();

        Scene(FarthingServer server, OldDays days) throws SQLException {
            this.server = server;
            this.days = days;
            this.operator = new OperatorClient(server);
            this.archive = server.home().resolve("archive");
            this.first = days.sold().get(0);
            for (LocalDate day : days.sold()) {
                for (String table : TABLES) {
                    before.put(
                            table + "-" + day,
                            texts("select t::text from " + table + " t where business_date = '" + day
                                    + "' order by id"));
                }
            }
            assertThat(before.values()).noneMatch(List::isEmpty);
        }

        void nothingGoesThatIsNeeded() throws Exception {
            LocalDate kept = days.sold().get(2);
            run("insert into settlement_break (kind, subject, owners, detail, found_on, found_at, seen_on, state)"
                    + " values ('CLOSED_DAY', 'account:1 " + kept + "', '{}', 'a test', '" + days.late() + "', now(), '"
                    + days.late() + "', 'OPEN')");
            JsonNode would = json(retention("--dry-run", "--json").orFail());
            assertThat(texts(would.required("days")))
                    .containsExactly(first.toString(), days.sold().get(1).toString());
            assertThat(would.at("/kept/0/day").asText()).isEqualTo(kept.toString());
            assertThat(would.at("/kept/0/reason").asText()).contains("break");
            run(
                    "update settlement_break set state = 'RESOLVED', resolution = 'a test', resolved_by = 'a test', resolved_at = now()");
            Path notAFolder = Files.createFile(server.home().resolve("not-a-folder"));
            Launcher.Ended refused =
                    new Launcher(Launcher.checkout(), with("FARTHING_ARCHIVE", notAFolder.toString())).run("retention");
            assertThat(refused.status()).as(refused.output()).isEqualTo(1);
            assertThat(refused.output()).contains("cannot be written").contains("FARTHING_ARCHIVE");
            assertThat(texts("select file from archived_day")).isEmpty();
        }

        /** The first file is in place, its record is not. */
        void killedBeforeTheRecord() throws Exception {
            try (Connection connection = locking("lock table archived_day in share mode")) {
                Process process = start();
                await(() -> Files.exists(archive.resolve("micropayment-" + first + ".json")));
                process.destroyForcibly().waitFor();
                connection.rollback();
            }
            assertThat(attached("micropayment", first)).isTrue();
            assertBalanced();
        }

        /** The partition is on its way out, and somebody still looks at it. */
        void killedWhileDetaching(String table, Load load) throws Exception {
            try (Connection connection = locking("select count(*) from " + table)) {
                Process process = start();
                await(() -> !texts("select 1 from pg_inherits where inhdetachpending and inhparent = '" + table
                                + "'::regclass")
                        .isEmpty());
                int paid = load.count();
                await(() -> load.count() > paid + 10);
                assertBalanced();
                process.destroyForcibly().waitFor();
                assertThat(load.count()).isGreaterThan(paid);
                connection.rollback();
            }
            assertBalanced();
        }

        void aFileThatSomebodyChangedStopsEverything() throws Exception {
            Path file = archive.resolve("transfer-" + first + ".csv.gz");
            byte[] right = Files.readAllBytes(file);
            byte[] wrong = right.clone();
            wrong[wrong.length / 2] ^= 1;
            Files.write(file, wrong);
            Launcher.Ended stopped = retention();
            assertThat(stopped.status()).as(stopped.output()).isEqualTo(1);
            assertThat(stopped.output()).contains(file.getFileName().toString());
            assertThat(attached("transfer", first)).isTrue();
            assertThat(retention("--check").status()).isEqualTo(1);
            Files.write(file, right);
            retention("--check").orFail();
        }

        void twoAtOnceFinishIt() throws Exception {
            AtOnce.run(2, i -> () -> retention("--json").orFail());
            assertThat(texts("select distinct state from archived_day")).containsExactly("DETACHED");
            assertThat(texts("select file from archived_day")).hasSize(DAYS * TABLES.size());
            for (LocalDate day : days.sold()) {
                for (String table : TABLES) {
                    assertThat(attached(table, day)).isFalse();
                }
            }
            assertThat(attached("transfer", days.late()))
                    .as("younger than the retention")
                    .isTrue();
            assertThat(texts("select 1 from transfer where business_date <= '"
                            + days.sold().get(2) + "'"))
                    .isEmpty();
        }

        void filesHaveWhatTheTablesHad() throws Exception {
            for (Map.Entry<String, List<String>> part : before.entrySet()) {
                String table = part.getKey().replaceFirst("-.*", "");
                JsonNode manifest = JSON.readTree(Files.readString(archive.resolve(part.getKey() + ".json")));
                assertThat(manifest.required("rows").asInt())
                        .isEqualTo(part.getValue().size());
                assertThat(restored(table, archive.resolve(part.getKey() + ".csv.gz"), manifest))
                        .as(part.getKey())
                        .isEqualTo(part.getValue());
            }
            try (var files = Files.list(archive)) {
                assertThat(files.map(file -> String.valueOf(file.getFileName())))
                        .allMatch(name -> name.endsWith(".csv.gz") || name.endsWith(".json"))
                        .hasSize(2 * before.size());
            }
        }

        void recountStillProvesEverything() throws Exception {
            assertBalanced();
            String folded =
                    "account_id = (select min(id) from account where folded and owner like 'vendor:%') and business_date = '"
                            + first + "'";
            assertFound(
                    "update account_day set debits = debits + 7, credits = credits + 7 where " + folded,
                    "update account_day set debits = debits - 7, credits = credits - 7 where " + folded,
                    first);
            String live =
                    "account_id = (select min(account_id) from account_day d join account a on a.id = d.account_id"
                            + " where not a.folded and d.business_date = '" + first + "') and business_date = '" + first
                            + "'";
            assertFound(
                    "update account_day set closing = closing + 7 where " + live,
                    "update account_day set closing = closing - 7 where " + live,
                    first);
            String proved = " where table_name = 'transfer' and day = '" + first + "'";
            String sums = texts("select sums::text from archived_day" + proved).get(0);
            assertFound(
                    "update archived_day set sums = '{\"USD\":\"1\"}'" + proved,
                    "update archived_day set sums = '" + sums + "'" + proved,
                    first);
            String present = " where business_date = '" + days.late() + "' and cause = 'MICROPAYMENT'";
            assertFound(
                    "update transfer set amount = amount + 7" + present,
                    "update transfer set amount = amount - 7" + present,
                    days.late());
            assertBalanced();
        }

        private void assertFound(String alter, String putBack, LocalDate day) throws Exception {
            run(alter);
            JsonNode recount = operator.get("recount").expect(200).json();
            run(putBack);
            assertThat(recount.required("differences"))
                    .as(alter)
                    .anyMatch(one -> one.path("day").asText().equals(day.toString()));
        }

        void whatIsArchivedIsAnsweredSo() throws Exception {
            RefusalPage page = new RefusalPage();
            VendorDesk desk = days.town().desk();
            Order first = days.first();
            assertRefused(desk.pay(first), "ARCHIVED", page);
            assertRefused(desk.pay(first), "ARCHIVED", page);
            assertRefused(desk.pay(first.times(1)), "CONFLICT", page);
            assertRefused(desk.inquire(first.id()), "ARCHIVED", page);
            for (Return.Kind kind : Return.Kind.values()) {
                assertRefused(desk.giveBack(kind, first.id(), 1), "PAYMENT_ARCHIVED", page);
            }
            String refund = texts("select s.submission_id from submission s" + " where s.business_date = '"
                            + days.sold().get(1) + "' and s.submission_id like 'return-%' limit 1")
                    .get(0);
            assertRefused(desk.inquire(refund), "ARCHIVED", page);
            assertThat(days.pay()).isInstanceOf(Confirmation.class);
            VendorClient vendor = new VendorClient(days.town());
            assertThat(vendor.get("/payments/" + first.id()).expect(404).code()).isEqualTo("NOT_FOUND");
            assertThat(vendor.get("/payments?to=" + days.sold().get(2))
                            .expect(200)
                            .json()
                            .required("payments"))
                    .isEmpty();
            vendor.get("/statements/" + days.sold().get(0)).expect(200);
            operator.get("nights/" + days.sold().get(0)).expect(200);
        }

        private static void assertRefused(Answer answer, String code, RefusalPage page) {
            assertThat(answer).isInstanceOf(Refusal.class);
            Refusal refusal = (Refusal) answer;
            assertThat(refusal.code()).isEqualTo(code);
            assertThat(refusal.outcome()).isEqualTo(page.outcome(code));
            assertThat(refusal.retryable()).isEqualTo(page.isRetryable(code));
        }

        void tablesAreDroppedAndTheNightGoesOn() throws Exception {
            retention("--drop").orFail();
            assertThat(texts("select distinct state from archived_day")).containsExactly("DROPPED");
            assertThat(texts("select to_regclass('transfer_" + first.toString().replace("-", "") + "')::text"))
                    .containsOnlyNulls();
            retention("--drop").orFail();
            days.calendar().closeOpenDay();
            assertThat(operator.get("breaks?state=OPEN").expect(200).json().required("breaks"))
                    .isEmpty();
            assertThat(days.pay()).isInstanceOf(Confirmation.class);
            assertBalanced();
        }

        void eventsAreForgottenAloud() throws Exception {
            List<Order> bulk = List.of(days.order(), days.order());
            BulkAnswer first = (BulkAnswer) days.town().desk().payAll("forgotten", bulk);
            Books.awaitDrained(server);
            long gone =
                    Long.parseLong(texts("select max(number) / 2 from outbox").get(0));
            List<String> going = texts("select event_id::text from outbox where number <= " + gone + " order by id");
            for (String old : List.of(
                    "outbox set created_at = created_at - interval 'AGO' where number <= " + gone,
                    "submission_again set seen_at = seen_at - interval 'AGO'",
                    "customer_notice set created_at = created_at - interval 'AGO'",
                    "bulk set received_at = received_at - interval 'AGO'")) {
                run("update " + old.replace("AGO", LONG_AGO_DAYS + " days"));
            }
            operator.get("events?after=0").expect(200);
            vendorsEvents("after=0").expect(200);

            JsonNode done = json(retention("--json").orFail());

            assertThat(done.at("/deleted/outbox").asLong()).isEqualTo(going.size());
            assertThat(done.at("/deleted/submission_again").asLong()).isPositive();
            assertThat(done.at("/deleted/customer_notice").asLong()).isPositive();
            assertThat(done.at("/deleted/bulk").asLong()).isEqualTo(1);
            assertThat(texts("select 1 from bulk")).isEmpty();
            assertThat(texts("select 1 from submission_again")).isEmpty();
            Reply tooLate = operator.get("events?after=" + (gone - 1)).expect(410);
            assertThat(tooLate.code()).isEqualTo("EVENTS_GONE");
            assertThat(tooLate.json().required("detail").asText()).contains("begins with " + (gone + 1));
            assertThat(operator.get("events?after=" + gone)
                            .expect(200)
                            .json()
                            .at("/events/0/number")
                            .asLong())
                    .isEqualTo(gone + 1);
            assertThat(vendorsEvents("after=0").expect(410).code()).isEqualTo("EVENTS_GONE");
            assertThat(texts("select sum(row_count) from archived_day where table_name = 'outbox'"))
                    .containsExactly(Integer.toString(going.size()));
            assertThat(((BulkAnswer) days.town().desk().payAll("forgotten", bulk)).outcomes())
                    .as("the same payments as when the bulk was known")
                    .isEqualTo(first.outcomes());
            retention("--check").orFail();
        }

        void assertBalanced() throws InterruptedException {
            JsonNode recount = operator.get("recount").expect(200).json();
            assertThat(recount.required("unbalanced").asInt()).as("%s", recount).isZero();
        }

        /** As docs/runbooks/retention.md says. */
        private List<String> restored(String table, Path file, JsonNode manifest) throws SQLException, IOException {
            try (Connection connection = server.connect();
                    Statement statement = connection.createStatement();
                    InputStream csv = new GZIPInputStream(Files.newInputStream(file))) {
                statement.execute(
                        "create table restored (like " + table + " including defaults including constraints)");
                String columns = String.join(",", texts(manifest.required("columns")));
                connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyIn("copy restored (" + columns + ") from stdin with (format csv, header match)", csv);
                List<String> rows = texts("select t::text from restored t order by id");
                statement.execute("drop table restored");
                return rows;
            }
        }

        private Reply vendorsEvents(String query) throws InterruptedException {
            ProvenRequest request =
                    new ProvenRequest(Town.AUDIENCE, "GET", server.http() + "/api/v1/events", query, new byte[0]);
            String proof = RequestProof.sign(
                    days.town().keys().signing(),
                    request,
                    Town.fresh("proof"),
                    Clock.systemUTC().instant());
            return Http.send(Http.request(server.http(), "/api/v1/events?" + query)
                    .header(RequestProof.HEADER, proof)
                    .GET()
                    .build());
        }

        private Connection locking(String statement) throws SQLException {
            Connection connection = server.connect();
            connection.setAutoCommit(false);
            try (Statement lock = connection.createStatement()) {
                lock.execute(statement);
            }
            return connection;
        }

        private boolean attached(String table, LocalDate day) throws SQLException {
            return !texts("select 1 from pg_inherits where not inhdetachpending and inhparent = '" + table
                            + "'::regclass and inhrelid = to_regclass('" + table + "_"
                            + day.toString().replace("-", "")
                            + "')")
                    .isEmpty();
        }

        private Process start() throws IOException {
            return server.launcher().start(Files.createTempFile(server.home(), "retention", ".out"), "retention");
        }

        private Launcher.Ended retention(String... options) throws InterruptedException {
            List<String> arguments = new ArrayList<>(List.of("retention"));
            arguments.addAll(List.of(options));
            return server.launcher().run(arguments.toArray(String[]::new));
        }

        private Map<String, String> with(String variable, String value) {
            Map<String, String> environment = new HashMap<>(server.environment());
            environment.put(variable, value);
            return environment;
        }

        private static JsonNode json(Launcher.Ended ended) throws IOException {
            String output = ended.output().strip();
            return JSON.readTree(output.substring(output.lastIndexOf("\n") + 1));
        }

        private List<String> texts(String query) throws SQLException {
            return Books.texts(server, query);
        }

        private static List<String> texts(JsonNode array) {
            List<String> texts = new ArrayList<>();
            array.forEach(one -> texts.add(one.asText()));
            return texts;
        }

        private void run(String statement) throws SQLException {
            try (Connection connection = server.connect();
                    Statement update = connection.createStatement()) {
                update.execute(statement);
            }
        }

        private static void await(Callable<Boolean> condition) throws Exception {
            for (int waited = 0; !condition.call(); waited += POLL_MILLIS) {
                assertThat(waited).as("waited in vain").isLessThan(LIMIT_MILLIS);
                Thread.sleep(POLL_MILLIS);
            }
        }
    }
}

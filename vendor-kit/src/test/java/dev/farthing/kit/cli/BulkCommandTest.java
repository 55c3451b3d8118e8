package dev.farthing.kit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farthing.kit.client.PeerServer;
import dev.farthing.kit.client.PeerServer.Reply;
import dev.farthing.kit.envelope.KeyFamily;
import dev.farthing.kit.message.Amount;
import dev.farthing.kit.message.Bulk;
import dev.farthing.kit.message.BulkAnswer;
import dev.farthing.kit.message.BulkAnswer.Outcome;
import dev.farthing.kit.message.PriceGuard;
import dev.farthing.kit.message.Submission;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Goal: a file of purchases becomes one bulk, the same each time, and its end is told. Method: the command line against a played server. */
class BulkCommandTest {
    private record Ran(int code, String out, String err) {}

    private final PeerServer peer;
    private final List<Bulk> asked = new ArrayList<>();

    @TempDir
    Path home = Path.of("");

    BulkCommandTest() throws IOException {
        peer = new PeerServer(KeyFamily.ED25519, Clock.systemUTC());
    }

    @BeforeEach
    void enrol() {
        String at = peer.address("http").base().toString();
        assertThat(run("enrol", "--server", at, "code-1").code()).isZero();
        play(BulkCommandTest::paid);
    }

    @AfterEach
    void stop() {
        peer.close();
    }

    @Test
    void readsColumnsInAnyOrderAndMakesTheMissingIds() throws Exception {
        String file = file("p.csv", """
                item,customer,price,currency,quantity,submission
                i1,c1,0.25,USD,2,s1
                i2,c2,,,,

                i3,c3,1,,1,s3
                """);
        Ran ran = run("bulk", "--file", file, "--id", "b7");
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(asked.get(0).submissionId()).isEqualTo("b7");
        assertThat(asked.get(0).purchases())
                .extracting(Submission::submissionId)
                .containsExactly("s1", "b7.2", "s3");
        assertThat(asked.get(0).purchases())
                .extracting(Submission::guard)
                .containsExactly(new PriceGuard(250_000, "USD"), null, new PriceGuard(1_000_000, "USD"));
        assertThat(asked.get(0).purchases()).extracting(Submission::quantity).containsExactly(2, 1, 1);
        assertThat(ran.out()).contains("3 accepted, 0 refused, 0 pending of 3").containsPattern("b7\\.2 +accepted");
    }

    @Test
    void readsJsonAndAsksTheSameUnderTheSameId() throws Exception {
        String file = file("p.json", """
                {"purchases":[{"customer":"c1","item":"i1","quantity":2,"price":"250000","currency":"USD"},
                              {"submission":"s2","customer":"c2","item":"i2"}]}
                """);
        assertThat(run("bulk", "--file", file, "--id", "b7", "--json").out())
                .startsWith("{\"bulk\":\"b7\",\"outcome\":\"complete\",\"accepted\":2,");
        assertThat(run("bulk", "--file", file, "--id", "b7").code()).isZero();
        assertThat(asked).hasSize(2);
        assertThat(asked.get(0).fingerprint()).isEqualTo(asked.get(1).fingerprint());
        assertThat(asked.get(0).purchases().get(0).guard()).isEqualTo(new PriceGuard(250_000, "USD"));
    }

    @Test
    void tellsTheIdThatItMakes() throws Exception {
        String file = file("p.csv", "customer,item\nc1,i1\n");
        Ran ran = run("bulk", "--file", file);
        assertThat(ran.err()).contains("the bulk is " + asked.get(0).submissionId());
        assertThat(asked.get(0).purchases().get(0).submissionId())
                .isEqualTo(asked.get(0).submissionId() + ".1");
    }

    @Test
    void endsAsTheWorstOfItsPurchases() throws Exception {
        String file = file("p.csv", "customer,item\nc1,i1\nc2,i2\n");
        play(purchase -> purchase.customer().equals("c2")
                ? new BulkAnswer.Refused(purchase.submissionId(), "NO_CONSENT", "Ask the customer.", true)
                : paid(purchase));
        Ran refused = run("bulk", "--file", file, "--id", "b1");
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.out()).containsPattern("b1\\.2 +refused +NO_CONSENT").contains("1 accepted, 1 refused");
        play(purchase -> purchase.customer().equals("c2")
                ? new BulkAnswer.Pending(purchase.submissionId())
                : new BulkAnswer.Refused(purchase.submissionId(), "NO_CONSENT", "Ask the customer.", true));
        Ran open = run("bulk", "--file", file, "--id", "b2");
        assertThat(open.code()).isEqualTo(3);
        assertThat(open.out()).contains("0 accepted, 1 refused, 1 pending of 2");
    }

    @Test
    void tellsHowFarItIsWhenItTakesLong() throws Exception {
        CountDownLatch told = new CountDownLatch(1);
        peer.tell(() -> {
            told.countDown();
            return new Reply(200, "application/json", "{\"decided\":312,\"purchases\":1000}", null);
        });
        peer.behaveToOthers((request, message) -> {
            assertThat(told.await(20, TimeUnit.SECONDS)).isTrue();
            return answer((Bulk) request, message, BulkCommandTest::paid);
        });
        Ran ran = run("bulk", "--file", file("p.csv", "customer,item\nc1,i1\n"), "--id", "b1");
        assertThat(ran.code()).isZero();
        // The answer may overtake what is told; that it was asked is enough then.
        assertThat(told.getCount()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "customer,article\\nc1,i1 | Name in the first line",
                "customer,customer\\nc1,i1 | Name in the first line",
                "customer,item\\nc1 | purchase 1: Give a value",
                "customer,item\\nc1,i1\\nc2, | purchase 2: Give item",
                "customer,item,quantity\\nc1,i1,x | purchase 1: Give quantity",
                "customer,item,price\\nc1,i1,0.0000001 | purchase 1: Give the amount",
                "customer,item,currency\\nc1,i1,USD | purchase 1: Give price",
                "submission,customer,item\\ns,c1,i1\\ns,c1,i1 | purchase 2: Submission s is there before",
                "customer,item\\nc/1,i1 | Give customer",
                "customer,item\\n | p.csv has 0 purchases: a bulk has 1 to 1000",
            })
    void namesWhatIsWrongWithAFileAndSendsNothing(String text, String says) throws Exception {
        Ran ran = run("bulk", "--file", file("p.csv", text.replace("\\n", "\n")), "--id", "b1");
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).contains(says);
        assertThat(asked).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[] | not one JSON object",
                "{} | Give {\"purchases\"",
                "{\"purchases\":[{\"customer\":\"c1\",\"item\":\"i1\",\"price\":1}]} | purchase 1: Give of",
                "{\"purchases\":[{\"customer\":\"c1\",\"item\":\"i1\",\"note\":\"x\"}]} | purchase 1: Give of",
            })
    void namesWhatIsWrongWithJson(String text, String says) throws Exception {
        Ran ran = run("bulk", "--file", file("p.json", text), "--id", "b1");
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).contains(says);
    }

    @Test
    void saysHowManyPurchasesAreTooMany() throws Exception {
        Ran ran = run("bulk", "--file", file("p.csv", "customer,item\n" + "c1,i1\n".repeat(1001)));
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).contains("p.csv has 1001 purchases: a bulk has 1 to 1000");
        assertThat(asked).isEmpty();
    }

    @Test
    void saysThatThereIsNoSuchFile() {
        Ran ran = run("bulk", "--file", home.resolve("none.csv").toString());
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).contains("There is no file").contains("none.csv");
    }

    private void play(Function<Submission, Outcome> outcome) {
        peer.behaveToOthers((request, message) -> {
            asked.add((Bulk) request);
            return answer((Bulk) request, message, outcome);
        });
    }

    private Reply answer(Bulk bulk, String message, Function<Submission, Outcome> outcome) {
        return peer.seal(new BulkAnswer(
                peer.header(bulk, message),
                bulk.purchases().stream().map(outcome).toList()));
    }

    private static Outcome paid(Submission purchase) {
        PriceGuard guard = purchase.guard();
        return new BulkAnswer.Accepted(
                purchase.submissionId(),
                "p-" + purchase.submissionId(),
                LocalDate.parse("2026-03-01"),
                new Amount(guard == null ? 1000 : guard.price() * purchase.quantity(), "USD", 6),
                null);
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(home.resolve(name), text).toString();
    }

    private Ran run(String command, String... more) {
        List<String> args = new ArrayList<>(
                List.of("vendor", command, "--home", home.resolve("kit").toString()));
        args.addAll(List.of(more));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = FarthingKit.run(new PrintWriter(out, true), new PrintWriter(err, true), args.toArray(new String[0]));
        return new Ran(code, out.toString(), err.toString());
    }
}

package dev.farthing.it.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farthing.kit.client.VendorKeys;
import dev.farthing.kit.envelope.KeyFamily;
import dev.farthing.kit.proof.Enrolment;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Strangers, careless operators and other sites' pages get a clear no, and cost the others nothing. Method: requests that
 * each went wrong once, against a server at work.
 */
@ExtendWith(SharedServer.class)
class HostileIT {
    /** More than the server has workers. */
    private static final int SLOW_SENDERS = 80;

    private static final long ANSWER_MILLIS = 3_000;
    private static final int CUT_OFF_POLLS = 100;
    private static final long POLL_MILLIS = 100;

    private final FarthingServer server;
    private final OperatorClient operator;

    HostileIT(FarthingServer server) {
        this.server = server;
        this.operator = new OperatorClient(server);
    }

    @AfterEach
    void booksAreBalanced() throws Exception {
        Books.assertBalanced(server);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Expect: 100-continue\r\n"})
    void sendersThatNeverEndHoldNobodyElse(String more) throws Exception {
        List<Socket> senders = new ArrayList<>();
        try {
            for (int i = 0; i < SLOW_SENDERS; i++) {
                senders.add(slowSender(more));
            }
            long began = System.nanoTime();
            Http.get(server.http(), "/health/ready").expect(200);
            long tookMillis = (System.nanoTime() - began) / 1_000_000;

            Trial.say("%d senders that never end: ready answered after %d ms", SLOW_SENDERS, tookMillis);
            assertThat(tookMillis).isLessThan(ANSWER_MILLIS);
        } finally {
            for (Socket sender : senders) {
                sender.close();
            }
        }
    }

    @Test
    void aDayThatHasNotBegunIsClosedOnlyOnPurposeAndNotFarAhead() throws Exception {
        LocalDate today = LocalDate.ofInstant(Instant.now(), ZoneOffset.UTC);
        if (businessDate().equals(today)) {
            new ClosedDays(server).begin(today.toString(), false).expect(202);
        }
        for (int i = 0; businessDate().equals(today) && i < CUT_OFF_POLLS; i++) {
            Thread.sleep(POLL_MILLIS);
        }

        Reply notBegun = new ClosedDays(server).begin(businessDate().toString(), false);

        assertThat(notBegun.expect(409).code()).isEqualTo("DAY_REFUSED");
        assertThat(new ClosedDays(server)
                        .begin(today.plusDays(8).toString(), true)
                        .expect(409)
                        .code())
                .isEqualTo("DAY_REFUSED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\\u0000b", "a\\u001bb", "a\\r\\nb", "a\\ud800b"})
    void textThatCannotBeReadIsRefused(String name) throws Exception {
        Reply reply = operator.send(operator.request("customers/" + Town.fresh("customer"))
                .PUT(BodyPublishers.ofString("{\"name\":\"" + name + "\",\"currency\":\"USD\"}")));

        assertThat(reply.expect(400).code()).isEqualTo("MALFORMED_JSON");
    }

    @Test
    void aCharacterThatTheDatabaseCannotStoreIsRefusedInAnAddressToo() throws Exception {
        assertThat(operator.get("accounts?owner=%00").expect(400).code()).isEqualTo("MALFORMED_REQUEST");
        assertThat(operator.get("customers/a%1Fb").expect(400).code()).isEqualTo("MALFORMED_REQUEST");
    }

    @Test
    void daysAndNumbersThatAreNoneAreToldAsSuch() throws Exception {
        assertThat(operator.get("business-days/+999999999-01-01").expect(400).code())
                .isEqualTo("WRONG_DATE");
        assertThat(new ClosedDays(server)
                        .begin("+999999999-01-01", true)
                        .expect(400)
                        .code())
                .isEqualTo("WRONG_DATE");
        assertThat(operator.get("events?after=x").expect(400).code()).isEqualTo("WRONG_PARAMETER");
    }

    @Test
    void aNumberIsNoStatus() throws Exception {
        Town town = new Town(server, KeyFamily.ED25519);
        Reply reply = operator.post(
                "customers/" + town.shopper(0).code() + "/status",
                OperatorClient.object().put("status", 0).put("reason", "a test"));

        assertThat(reply.expect(400).code()).isEqualTo("MALFORMED_JSON");
    }

    @Test
    void anotherSitesPageIsRefusedThoughTheBrowserSignsIn() throws Exception {
        for (String[] header : List.of(
                new String[] {"Origin", "https://evil.example"}, new String[] {"Sec-Fetch-Site", "cross-site"})) {
            Reply reply = operator.send(
                    operator.request("fold").header(header[0], header[1]).POST(BodyPublishers.noBody()));
            assertThat(reply.expect(403).code()).isEqualTo("FOREIGN_SITE");
        }
    }

    @Test
    void headersThatCannotBeReadAreTheCallersFault() throws Exception {
        Reply charset = Http.send(Http.request(server.http(), VendorDesk.PAYMENTS)
                .header("Content-Type", "application/jose;charset=nonsense")
                .POST(BodyPublishers.ofString("x"))
                .build());
        Reply quality = Http.send(Http.request(server.http(), VendorDesk.PAYMENTS)
                .header("Content-Type", "application/jose")
                .header("Accept", "*/*;q=nan")
                .POST(BodyPublishers.ofString("x"))
                .build());

        assertThat(charset.expect(400).code()).isEqualTo("MESSAGE_NOT_ACCEPTED");
        assertThat(quality.expect(400).code()).isEqualTo("MALFORMED_REQUEST");
    }

    @Test
    void anEnrolmentSentAgainWithAnotherVendorsKeyIsRefused() throws Exception {
        String vendor = Town.fresh("vendor");
        Town other = new Town(server, KeyFamily.P256);
        other.putVendor(vendor);
        String code = other.enrolmentCode(vendor);
        VendorKeys keys = VendorKeys.generate(KeyFamily.ED25519, new SecureRandom());
        enrol(Enrolment.sign(code, keys.signing(), keys.decryption().encryptionKey(), Town.AUDIENCE, Instant.now()))
                .expect(201);

        Reply again = enrol(Enrolment.sign(
                code, keys.signing(), other.keys().decryption().encryptionKey(), Town.AUDIENCE, Instant.now()));

        assertThat(again.expect(403).code()).isEqualTo("ENROLMENT_REFUSED");
    }

    private LocalDate businessDate() throws InterruptedException {
        return LocalDate.parse(Http.get(server.http(), "/health/ready")
                .json()
                .required("businessDate")
                .asText());
    }

    private Reply enrol(String jws) throws InterruptedException {
        return Http.send(Http.request(server.http(), "/api/v1/enrolments")
                .header("Content-Type", "application/jose")
                .POST(BodyPublishers.ofString(jws))
                .build());
    }

    /** Says that a thousand bytes come, and sends one. */
    private Socket slowSender(String more) throws IOException {
        URI http = server.http();
        Socket socket = new Socket(http.getHost(), http.getPort());
        socket.getOutputStream()
                .write(("POST " + VendorDesk.PAYMENTS + " HTTP/1.1\r\nHost: " + http.getAuthority()
                                + "\r\nContent-Type: application/jose\r\nContent-Length: 1000\r\n" + more + "\r\nx")
                        .getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
        return socket;
    }
}

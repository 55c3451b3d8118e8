package dev.farthing.kit.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farthing.kit.client.FarthingClient;
import dev.farthing.kit.client.PeerServer;
import dev.farthing.kit.client.PlayedBank;
import dev.farthing.kit.client.PlayedBank.Loss;
import dev.farthing.kit.client.SubmissionJournal;
import dev.farthing.kit.message.Amount;
import dev.farthing.kit.message.Payment;
import dev.farthing.kit.token.Entitlement;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: the shop opens nothing that is not paid for, takes no money twice, and believes nothing that it is sent. Method: the
 * real shop over HTTP, with a bank that the test plays and a browser's cookies kept by hand.
 */
class StorefrontTest {
    private static final String ITEMS = """
            {"items":[
              {"item":"song","title":"A <script>alert(1)</script> & \\"song\\"","currency":"USD",
               "prices":[{"currency":"USD","scale":6,"value":"250000"}],
               "rights":{"model":"ONCE","text":"<b>once</b>"},"onSale":true},
              {"item":"off","title":"not sold","currency":"USD",
               "prices":[{"currency":"USD","scale":6,"value":"1"}],"rights":{"model":"ONCE","text":"x"},"onSale":false}]}
            """;

    private final PlayedBank bank = new PlayedBank();
    private SubmissionJournal journal;
    private Storefront shop;
    private URI address;

    @TempDir
    Path folder = Path.of("");

    @BeforeEach
    void open() throws IOException {
        bank.sell(ITEMS);
        journal = bank.journal(folder);
        FarthingClient client = bank.client().with(journal);
        shop = Storefront.open(
                new Storefront.Setup(
                        PeerServer.VENDOR,
                        "Kiosk",
                        null,
                        folder,
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        null),
                client,
                bank.api(folder),
                bank.settings);
        address = shop.address();
    }

    @AfterEach
    void close() throws IOException {
        shop.close();
        journal.close();
        bank.close();
    }

    /** A browser with one cookie. */
    private final class Visitor {
        private final HttpClient http = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        private String cookie = "";

        HttpResponse<String> get(String path) throws Exception {
            return send(request(path).GET());
        }

        HttpResponse<String> post(String path, String... fields) throws Exception {
            return send(form(path, fields));
        }

        HttpRequest.Builder form(String path, String... fields) {
            List<String> pairs = new ArrayList<>();
            for (int i = 0; i < fields.length; i += 2) {
                pairs.add(fields[i] + "=" + URLEncoder.encode(fields[i + 1], StandardCharsets.UTF_8));
            }
            return request(path)
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(BodyPublishers.ofString(String.join("&", pairs)));
        }

        HttpRequest.Builder request(String path) {
            HttpRequest.Builder request = HttpRequest.newBuilder(address.resolve(path));
            return cookie.isEmpty() ? request : request.header("Cookie", "a=b; " + cookie);
        }

        HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            response.headers().firstValue("Set-Cookie").ifPresent(set -> cookie = set.substring(0, set.indexOf(';')));
            return response;
        }

        String nonce() throws Exception {
            return find(get("/").body(), "id=\"nonce\">([^<]+)<");
        }

        String csrf() throws Exception {
            return find(get("/").body(), "name=\"csrf\" value=\"([^\"]+)\"");
        }

        HttpResponse<String> buy(String customer) throws Exception {
            return post(
                    "/buy",
                    "csrf",
                    csrf(),
                    "choice",
                    "song 250000 USD 6",
                    "ticket",
                    "  " + bank.ticket(customer, nonce()) + "\n");
        }

        String message() throws Exception {
            Matcher matcher = Pattern.compile("id=\"message\">([^<]+)<").matcher(get("/").body());
            return matcher.find() ? matcher.group(1) : "";
        }
    }

    @Test
    void sellsOpensAndOpensAgainWithoutASecondPayment() throws Exception {
        Visitor visitor = new Visitor();
        HttpResponse<String> bought = visitor.buy("customer-7");
        assertThat(bought.statusCode()).isEqualTo(303);
        assertThat(bought.headers().firstValue("Location")).hasValue("/articles/song");
        for (int i = 0; i < 3; i++) {
            HttpResponse<String> article = visitor.get("/articles/song");
            assertThat(article.statusCode()).isEqualTo(200);
            assertThat(article.body()).contains("It is yours to read").contains("Return it");
        }
        assertThat(visitor.buy("customer-7").headers().firstValue("Location")).hasValue("/articles/song");
        assertThat(bank.payments()).isEqualTo(1);
        assertThat(journal.unsettled()).isEmpty();
    }

    @Test
    void showsPricesAndEscapesWhateverComesFromOutside() throws Exception {
        HttpResponse<String> page = new Visitor().get("/");
        assertThat(page.body())
                .contains("A &lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;song&quot;")
                .contains("&lt;b&gt;once&lt;/b&gt;")
                .contains("0.25 USD")
                .doesNotContain("<script")
                .doesNotContain("not sold");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .startsWith("default-src 'none'");
        assertThat(page.headers().firstValue("Set-Cookie").orElse(""))
                .contains("HttpOnly")
                .contains("SameSite=Strict");
        assertThat(page.headers().firstValue("Cache-Control")).hasValue("no-store");
    }

    @Test
    void tellsTheCustomerWhyNothingWasSoldAndWhatToDo() throws Exception {
        Visitor visitor = new Visitor();
        bank.refuse("customer-7", "NO_CONSENT");
        assertThat(visitor.buy("customer-7").headers().firstValue("Location")).hasValue("/");
        assertThat(visitor.message()).contains("consent in your app");
        bank.refuse("customer-7", "INSUFFICIENT_FUNDS");
        visitor.buy("customer-7");
        assertThat(visitor.message()).contains("Top it up");
        bank.refuse("customer-7", "SOMETHING_OF_TOMORROW");
        visitor.buy("customer-7");
        assertThat(visitor.message()).contains("cannot sell anything just now");
        assertThat(visitor.get("/articles/song").statusCode()).isEqualTo(403);
        bank.refuse("customer-7", null);
        assertThat(visitor.buy("customer-7").headers().firstValue("Location")).hasValue("/articles/song");
    }

    @Test
    void takesEachTicketOnceAndForOneVisit() throws Exception {
        Visitor first = new Visitor();
        String ticket = bank.ticket("customer-7", first.nonce());
        Visitor other = new Visitor();
        other.post("/buy", "csrf", other.csrf(), "choice", "song 250000 USD 6", "ticket", ticket);
        assertThat(other.message()).contains("not for this visit");

        first.post("/buy", "csrf", first.csrf(), "choice", "song 250000 USD 6", "ticket", ticket);
        first.post("/return", "csrf", first.csrf(), "item", "song");
        first.post("/buy", "csrf", first.csrf(), "choice", "song 250000 USD 6", "ticket", ticket);
        assertThat(first.message()).contains("not for this visit");
        assertThat(bank.payments()).isEqualTo(1);

        String late = bank.ticket("customer-7", first.nonce());
        bank.clock.move(Duration.ofMinutes(4));
        first.post("/buy", "csrf", first.csrf(), "choice", "song 250000 USD 6", "ticket", late);
        assertThat(first.message()).contains("too old");
        first.post("/buy", "csrf", first.csrf(), "choice", "song 250000 USD 6", "ticket", "<b>no ticket</b>");
        assertThat(first.message()).contains("not for this visit");
    }

    @Test
    void findsOutLaterWhatBecameOfAPaymentWhoseAnswerWasLost() throws Exception {
        Visitor visitor = new Visitor();
        String csrf = visitor.csrf();
        String ticket = bank.ticket("customer-7", visitor.nonce());
        bank.fallSilent(true);
        visitor.post("/buy", "csrf", csrf, "choice", "song 250000 USD 6", "ticket", ticket);
        assertThat(visitor.message()).contains("do not know yet");
        assertThat(visitor.get("/articles/song").statusCode()).isEqualTo(403);
        assertThat(journal.unsettled()).hasSize(1);
        bank.fallSilent(false);
        assertThat(visitor.get("/articles/song").body()).contains("nothing was paid");
        assertThat(journal.unsettled()).isEmpty();

        bank.lose(Loss.ANSWER);
        assertThat(visitor.buy("customer-7").headers().firstValue("Location")).hasValue("/articles/song");
        assertThat(visitor.get("/articles/song").statusCode()).isEqualTo(200);
        assertThat(bank.payments()).isEqualTo(1);
    }

    @Test
    void takesBackOnceAndClosesTheArticle() throws Exception {
        Visitor visitor = new Visitor();
        visitor.buy("customer-7");
        visitor.get("/articles/song");
        HttpResponse<String> back = visitor.post("/return", "csrf", visitor.csrf(), "item", "song");
        assertThat(back.headers().firstValue("Location")).hasValue("/");
        assertThat(visitor.message()).contains("your money is on your account again");
        assertThat(visitor.get("/articles/song").statusCode()).isEqualTo(403);
        visitor.post("/return", "csrf", visitor.csrf(), "item", "song");
        assertThat(visitor.message()).contains("not bought");
        assertThat(bank.returns()).isEqualTo(1);
    }

    @Test
    void opensWithAHeldEntitlementOfTheTicketsCustomerAsOftenAsItIsGoodFor() throws Exception {
        bank.rights = new Entitlement.Rights(Entitlement.Model.COUNT, 2, bank.clock.instant(), null, "twice");
        String held = bank.entitlement(payment("customer-7", "p-held"));
        for (int i = 0; i < 2; i++) {
            Visitor visitor = new Visitor();
            assertThat(show(visitor, "customer-7", held).headers().firstValue("Location"))
                    .hasValue("/articles/song");
            assertThat(visitor.get("/articles/song").statusCode()).isEqualTo(200);
            assertThat(visitor.get("/articles/song").body()).doesNotContain("Return it");
        }
        Visitor third = new Visitor();
        show(third, "customer-7", held);
        assertThat(third.message()).contains("as often as you paid for");
        Visitor thief = new Visitor();
        show(thief, "customer-8", held);
        assertThat(thief.message()).contains("not yours");
        assertThat(bank.payments()).isZero();
    }

    @Test
    void closesWhatWasRevokedOrIsOver() throws Exception {
        bank.rights = new Entitlement.Rights(
                Entitlement.Model.UNTIL,
                null,
                bank.clock.instant(),
                bank.clock.instant().plusSeconds(600),
                "today");
        Visitor visitor = new Visitor();
        visitor.buy("customer-7");
        assertThat(visitor.get("/articles/song").statusCode()).isEqualTo(200);
        bank.clock.move(Duration.ofSeconds(601));
        HttpResponse<String> over = visitor.get("/articles/song");
        assertThat(over.statusCode()).isEqualTo(403);
        assertThat(over.body()).contains("is over");
    }

    @Test
    @Timeout(60)
    void sellsOnceToWhoeverClicksManyTimes() throws Exception {
        Visitor visitor = new Visitor();
        String csrf = visitor.csrf();
        String ticket = bank.ticket("customer-7", visitor.nonce());
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            HttpRequest request = visitor.form("/buy", "csrf", csrf, "choice", "song 250000 USD 6", "ticket", ticket)
                    .build();
            List<Future<HttpResponse<String>>> clicks = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                clicks.add(threads.submit(() -> visitor.http.send(request, BodyHandlers.ofString())));
            }
            long opened = 0;
            for (Future<HttpResponse<String>> click : clicks) {
                HttpResponse<String> response = click.get();
                if (response.headers().firstValue("Location").orElse("").equals("/articles/song")) {
                    opened++;
                }
            }
            assertThat(opened).isPositive();
        } finally {
            threads.shutdownNow();
        }
        assertThat(bank.payments()).isEqualTo(1);
    }

    @Test
    void givesACustomerANewVisitIdAndEndsTheOldOne() throws Exception {
        Visitor visitor = new Visitor();
        visitor.get("/");
        String planted = visitor.cookie;
        visitor.buy("customer-7");
        assertThat(visitor.cookie).isNotEqualTo(planted);
        Visitor attacker = new Visitor();
        attacker.cookie = planted;
        assertThat(attacker.get("/articles/song").statusCode()).isEqualTo(403);
    }

    @Test
    void showsNobodyWhatAnotherCustomerBoughtInTheSameBrowser() throws Exception {
        Visitor visitor = new Visitor();
        visitor.buy("customer-7");
        bank.refuse("customer-8", "NO_CONSENT");
        bank.rights = new Entitlement.Rights(Entitlement.Model.ONCE, null, bank.clock.instant(), null, "once");
        show(visitor, "customer-8", "x");
        assertThat(visitor.get("/articles/song").statusCode()).isEqualTo(403);
    }

    @Test
    void takesNoFormsOfOtherSitesNorUnderOtherNames() throws Exception {
        Visitor visitor = new Visitor();
        String ticket = bank.ticket("customer-7", visitor.nonce());
        assertThat(visitor.post("/buy", "csrf", "forged", "choice", "song 250000 USD 6", "ticket", ticket)
                        .statusCode())
                .isEqualTo(403);
        assertThat(new Visitor()
                        .post("/buy", "csrf", visitor.csrf(), "ticket", ticket)
                        .statusCode())
                .isEqualTo(403);
        assertThat(statusUnderName("evil.example")).contains(" 403 ");
        assertThat(statusUnderName(address.getAuthority())).contains(" 200 ");
        assertThat(bank.payments()).isZero();
    }

    @Test
    void boundsWhatItIsSent() throws Exception {
        Visitor visitor = new Visitor();
        String csrf = visitor.csrf();
        assertThat(visitor.post("/buy", "csrf", csrf, "ticket", "x".repeat(Form.MAX_BYTES))
                        .statusCode())
                .isEqualTo(413);
        assertThat(visitor.post("/buy", "csrf", csrf, "choice", "song -1 USD 6").statusCode())
                .isEqualTo(400);
        assertThat(visitor.post("/buy", "csrf", csrf, "choice", "song 1 USD 99").statusCode())
                .isEqualTo(400);
        assertThat(visitor.get("/buy").statusCode()).isEqualTo(405);
        assertThat(visitor.get("/articles/../keys").statusCode()).isIn(403, 404);
        assertThat(visitor.get("/articles/%2e%2e%2fkeys.json").statusCode()).isEqualTo(403);
        assertThat(visitor.send(visitor.request("/buy")
                                .header("Content-Type", "text/plain")
                                .POST(BodyPublishers.ofString("csrf=" + csrf)))
                        .statusCode())
                .isEqualTo(415);
    }

    private HttpResponse<String> show(Visitor visitor, String customer, String entitlement) throws Exception {
        return visitor.post(
                "/show",
                "csrf",
                visitor.csrf(),
                "ticket",
                bank.ticket(customer, visitor.nonce()),
                "entitlement",
                entitlement);
    }

    private String statusUnderName(String host) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), address.getPort())) {
            socket.getOutputStream()
                    .write(("GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .orElse("");
        }
    }

    private static Payment payment(String customer, String id) {
        return new Payment(
                id,
                LocalDate.parse("2026-03-01"),
                new Amount(1, "USD", 6),
                customer,
                "song",
                1,
                "twice",
                "CONDITIONAL");
    }

    private static String find(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as(pattern).isTrue();
        return matcher.group(1);
    }
}

package dev.farthing.it.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import dev.farthing.kit.client.ClientSettings;
import dev.farthing.kit.client.CustomerApi;
import dev.farthing.kit.client.DeviceKeys;
import dev.farthing.kit.client.Server;
import dev.farthing.kit.envelope.KeyFamily;
import dev.farthing.kit.json.StrictJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Goal: a customer with a browser buys at a vendor's shop, with nothing between them but what a vendor and a customer's app
 * really have. Method: the real server, a device of a real customer, {@code ./farthing shop} as a process, and Chromium.
 */
@ExtendWith(SharedServer.class)
class StorefrontIT {
    private static final String EVIL_TITLE =
            "<img src=x onerror=\"document.title='pwned'\"><script>document.title='pwned'</script>";
    private static final List<String> PLACES = List.of(
            "/usr/bin/chromium",
            "/usr/bin/chromium-browser",
            "/usr/bin/google-chrome",
            "/usr/bin/google-chrome-stable");
    private static final int START_TRIES = 240;

    private static @Nullable Playwright playwright;
    private static @Nullable Browser browser;
    private static @Nullable Process shop;
    private static String address = "";
    private static String vendor = "";
    private static @Nullable OperatorClient bank;
    private static @Nullable FarthingServer server;

    @BeforeAll
    static void open(FarthingServer running) throws Exception {
        String program = chromium();
        Assumptions.assumeTrue(
                !program.isEmpty(),
                "NOT RUN: there is no chromium; ./farthing test installs Debian's as root, or apt-get install chromium");
        server = running;
        OperatorClient operator = new OperatorClient(running);
        bank = operator;
        vendor = Town.fresh("shop");
        operator.put("vendors/" + vendor, party("Shop of a test")).expect(200);
        Path home = FarthingServer.newHome("storefront");
        Processes.own(home);
        Files.createDirectories(home);
        String code = operator.post("vendors/" + vendor + "/enrolment-codes")
                .expect(201)
                .json()
                .required("code")
                .asText();
        Path certificate = running.home().resolve("tls").resolve("server.pem");
        vendorCommand(home, "enrol", "--server", running.https().toString(), "--trust", certificate.toString(), code);
        vendorCommand(
                home,
                "items",
                "put",
                "article",
                "--title",
                EVIL_TITLE,
                "--price",
                "0.25",
                "--rights",
                "COUNT=3",
                "--rights-text",
                "<b>three times</b>");
        vendorCommand(home, "items", "put", "book", "--title", "A book", "--price", "5.00");
        Files.writeString(home.resolve("article.txt"), "The whole article. <script>document.title='pwned'</script>");
        startShop(home);
        Playwright driver = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        playwright = driver;
        browser = driver.chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(Path.of(program))
                        .setHeadless(true)
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync",
                                "--no-first-run")));
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.close();
        }
        if (playwright != null) {
            playwright.close();
        }
        if (shop != null) {
            shop.descendants().forEach(ProcessHandle::destroy);
            shop.destroy();
        }
    }

    /** A customer with a device. */
    private record Customer(String code, CustomerApi device) {
        String ticket(String nonce) throws Exception {
            return device.ticket(vendor, nonce).path("ticket").asText();
        }

        void consents() throws Exception {
            ObjectNode caps = StrictJson.newObject();
            caps.putArray("caps");
            device.consent(vendor, caps);
        }

        long balance() throws Exception {
            return device.customer()
                    .path("accounts")
                    .path(0)
                    .path("balance")
                    .path("value")
                    .asLong();
        }
    }

    @Test
    void aCustomerBuysReadsAgainReturnsAndPaysOnce() throws Exception {
        Customer customer = customer(1_000_000);
        customer.consents();
        try (BrowserContext visit = visit()) {
            Page page = visit.newPage();
            String ticket = buy(page, customer, "article");
            assertThat(page.url()).isEqualTo(address + "articles/article");
            assertThat(page.textContent("#article")).contains("The whole article.");
            page.reload();
            page.reload();
            assertThat(page.textContent("#article")).contains("The whole article.");
            assertThat(customer.balance()).isEqualTo(750_000);
            assertThat(page.title()).as("no script ran").doesNotContain("pwned");

            String held = page.inputValue("#keep");
            try (BrowserContext later = visit()) {
                Page again = later.newPage();
                again.navigate(address);
                again.fill("#show-ticket", customer.ticket(again.textContent("#nonce")));
                again.fill("#entitlement", held);
                again.click("#open");
                assertThat(again.textContent("#article")).contains("The whole article.");
                assertThat(customer.balance()).as("nothing paid again").isEqualTo(750_000);
            }

            page.navigate(address);
            page.check("#item-book");
            page.fill("#ticket", ticket);
            page.click("#pay");
            assertThat(page.textContent("#message")).as("the same ticket").contains("not for this visit");

            page.navigate(address + "articles/article");
            page.click("#give-back");
            assertThat(page.textContent("#message")).contains("your money is on your account again");
            assertThat(customer.balance()).isEqualTo(1_000_000);
            page.navigate(address + "articles/article");
            assertThat(page.querySelector("#article")).isNull();
        }
        requireBooksInBalance();
    }

    @Test
    void aCustomerIsToldWhyNothingWasSold() throws Exception {
        Customer customer = customer(1_000_000);
        try (BrowserContext visit = visit()) {
            Page page = visit.newPage();
            buy(page, customer, "article");
            assertThat(page.textContent("#message")).contains("Give it your consent in your app");
            customer.consents();
            buy(page, customer, "book");
            assertThat(page.textContent("#message")).contains("not enough money");
            buy(page, customer, "article");
            assertThat(page.textContent("#article")).contains("The whole article.");
            assertThat(customer.balance()).isEqualTo(750_000);
        }
        requireBooksInBalance();
    }

    @Test
    void whatAVendorCallsItsItemsStaysText() throws Exception {
        try (BrowserContext visit = visit()) {
            Page page = visit.newPage();
            List<String> said = new ArrayList<>();
            page.onDialog(dialog -> said.add(dialog.message()));
            page.navigate(address);
            assertThat(page.textContent("label[for=item-article]")).isEqualTo(EVIL_TITLE);
            assertThat(page.querySelectorAll("script, img")).isEmpty();
            assertThat(page.textContent("#buy")).contains("<b>three times</b>").contains("0.25 USD");
            assertThat(page.title()).isEqualTo("A shop of the tests");
            assertThat(said).isEmpty();
            assertThat(visit.cookies()).singleElement().satisfies(cookie -> {
                assertThat(cookie.httpOnly).isTrue();
                assertThat(String.valueOf(cookie.sameSite)).isEqualToIgnoringCase("STRICT");
            });
            assertThat(page.evaluate("document.cookie")).isEqualTo("");
        }
    }

    private static String buy(Page page, Customer customer, String item) throws Exception {
        page.navigate(address);
        String ticket = customer.ticket(page.textContent("#nonce"));
        page.check("#item-" + item);
        page.fill("#ticket", ticket);
        page.click("#pay");
        return ticket;
    }

    private static BrowserContext visit() {
        Browser running = browser;
        if (running == null) {
            throw new IllegalStateException("no browser");
        }
        return running.newContext();
    }

    private static Customer customer(long funds) throws Exception {
        OperatorClient operator = bank;
        FarthingServer running = server;
        if (operator == null || running == null) {
            throw new IllegalStateException("no server");
        }
        String code = Town.fresh("buyer");
        operator.put("customers/" + code, party("Buyer of a test")).expect(200);
        operator.topUp(code, funds, Town.fresh("top-up")).expect(201);
        String deviceCode = operator.post("customers/" + code + "/device-codes")
                .expect(201)
                .json()
                .required("code")
                .asText();
        DeviceKeys keys = DeviceKeys.generate(KeyFamily.P256, new SecureRandom());
        Server at = new Server(running.http(), Town.AUDIENCE);
        CustomerApi.register(at, deviceCode, "test", keys, ClientSettings.defaults());
        return new Customer(code, new CustomerApi(at, keys, ClientSettings.defaults()));
    }

    private static ObjectNode party(String name) {
        return OperatorClient.object().put("name", name).put("currency", "USD");
    }

    private static void requireBooksInBalance() throws InterruptedException, SQLException {
        if (server != null) {
            Books.assertBalanced(server);
        }
    }

    private static void vendorCommand(Path home, String... arguments) throws InterruptedException {
        StringBuilder script = new StringBuilder("exec ./farthing vendor");
        for (String argument : arguments) {
            script.append(" '").append(argument.replace("'", "'\\''")).append('\'');
        }
        Shell.run(script.toString(), Map.of("FARTHING_VENDOR_HOME", home.toString()))
                .orFail();
    }

    private static void startShop(Path home) throws IOException, InterruptedException {
        Path output = home.resolve("shop.out");
        ProcessBuilder builder = new ProcessBuilder(
                        "./farthing",
                        "shop",
                        "--json",
                        "--port",
                        "0",
                        "--title",
                        "A shop of the tests",
                        "--home",
                        home.toString(),
                        "--articles",
                        home.toString())
                .directory(Launcher.checkout().toFile())
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(output.toFile());
        builder.environment().put("FARTHING_BUILD", "never");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        shop = process;
        for (int i = 0; i < START_TRIES && process.isAlive(); i++) {
            String said = Launcher.read(output);
            int begin = said.indexOf("{\"shop\":\"");
            if (begin >= 0 && said.endsWith("\n")) {
                address = said.substring(begin + 9, said.indexOf('"', begin + 9));
                return;
            }
            Thread.sleep(250);
        }
        throw new AssertionError("The shop did not start:\n" + Launcher.read(output));
    }

    /** What the test's script has found, or what there is. */
    private static String chromium() {
        String given = System.getProperty("farthing.browser", "");
        return !given.isBlank()
                ? given
                : PLACES.stream()
                        .filter(place -> Files.isExecutable(Path.of(place)))
                        .findFirst()
                        .orElse("");
    }
}

package dev.farthing.kit.shop;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.farthing.kit.client.ClientSettings;
import dev.farthing.kit.client.FarthingClient;
import dev.farthing.kit.client.VendorApi;
import dev.farthing.kit.message.Amount;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The storefront's process: one page over HTTP, for browsers on the same machine or behind a proxy that does TLS. It takes no
 * scripts, no frames and no forms of other sites; bodies, visits and threads are bounded.
 */
public final class Storefront implements Closeable {
    private static final int THREADS = 16;
    private static final int WAITING = 64;
    private static final int STOP_SECONDS = 2;
    private static final String COOKIE = "farthing_shop";
    private static final String HTML = "text/html; charset=utf-8";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final Pattern CHOICE =
            Pattern.compile("([A-Za-z0-9._~-]{1,64}) ([0-9]{1,18}) ([A-Z0-9]{3,16}) ([0-9]{1,2})");
    private static final Pattern ITEM = Pattern.compile("[A-Za-z0-9._~-]{1,64}");

    private static final int OK = 200;
    private static final int SEE_OTHER = 303;
    private static final int BAD_REQUEST = 400;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int NOT_ALLOWED = 405;
    private static final int TOO_LARGE = 413;
    private static final int UNSUPPORTED = 415;
    private static final int UNAVAILABLE = 503;

    /**
     * How a storefront is set up.
     *
     * @param vendor whose it is
     * @param title what stands above it
     * @param articles a folder of texts, or null
     * @param state a folder of its own
     * @param listen where; loopback unless a proxy with TLS stands in front of it
     * @param publicAddress how browsers reach it, if not by {@code listen}; with https, cookies are sent over TLS only
     */
    public record Setup(
            String vendor,
            String title,
            @Nullable Path articles,
            Path state,
            InetSocketAddress listen,
            @Nullable URI publicAddress) {}

    /** What is wrong with a request, for its status line. */
    private static final class NotServed extends Exception {
        private static final long serialVersionUID = 1;
        private final int status;

        NotServed(int status, String words) {
            super(words, null, false, false);
            this.status = status;
        }
    }

    private final Setup setup;
    private final Pages pages;
    private final Articles articles;
    private final Sessions sessions;
    private final Shelf shelf;
    private final Uses uses;
    private final Counter counter;
    private final HttpServer http;
    private final ThreadPoolExecutor threads;
    private final Set<String> hosts;
    private final boolean overTls;

    private Storefront(Setup setup, FarthingClient client, VendorApi api, ClientSettings settings) throws IOException {
        this.setup = setup;
        this.pages = new Pages(setup.title(), setup.vendor());
        this.articles = new Articles(setup.articles());
        this.sessions = new Sessions(settings.clock(), settings.random());
        this.shelf = new Shelf(api, settings.clock());
        this.uses = Uses.open(setup.state());
        this.counter = new Counter(client, sessions, uses, settings.clock());
        this.http = bind(setup.listen(), uses);
        this.threads = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                1,
                TimeUnit.MINUTES,
                new ArrayBlockingQueue<>(WAITING),
                new ThreadPoolExecutor.AbortPolicy());
        URI address = setup.publicAddress();
        this.overTls = address != null && "https".equals(address.getScheme());
        this.hosts = hosts(address);
    }

    /**
     * Opens the shop.
     *
     * @param client with a journal whose open submissions were settled, or may be settled meanwhile
     */
    public static Storefront open(Setup setup, FarthingClient client, VendorApi api, ClientSettings settings)
            throws IOException {
        Storefront shop = new Storefront(setup, client, api, settings);
        shop.http.createContext("/", shop::serve);
        shop.http.setExecutor(shop.threads);
        shop.http.start();
        return shop;
    }

    /** Where browsers on this machine find it. */
    public URI address() {
        URI address = setup.publicAddress();
        return address != null ? address : URI.create("http://" + authority(http.getAddress()) + "/");
    }

    private static HttpServer bind(InetSocketAddress listen, Uses uses) throws IOException {
        try {
            return HttpServer.create(listen, WAITING);
        } catch (IOException e) {
            uses.close();
            throw new IOException("The shop cannot listen on " + authority(listen) + " (" + e.getMessage()
                    + "): choose another port.");
        }
    }

    /** By which names it may be asked for: a page of another name, led here by its DNS, is none of them. */
    private Set<String> hosts(@Nullable URI address) {
        int port = http.getAddress().getPort();
        String own = authority(http.getAddress());
        return address != null
                ? Set.of(own, address.getRawAuthority().toLowerCase(Locale.ROOT))
                : Set.of(own, "localhost:" + port);
    }

    private static String authority(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try {
            secure(exchange.getResponseHeaders());
            route(exchange);
        } catch (NotServed e) {
            answer(exchange, e.status, HTML, pages.problem(String.valueOf(e.getMessage())));
        } catch (InterruptedException e) {
            answer(exchange, UNAVAILABLE, HTML, pages.problem("The shop is closing."));
        } catch (RuntimeException e) {
            System.err.println("shop: " + exchange.getRequestMethod() + " failed: " + e);
            answer(exchange, UNAVAILABLE, HTML, pages.problem(Words.NOT_NOW));
        } finally {
            exchange.close();
        }
    }

    private void route(HttpExchange exchange) throws IOException, InterruptedException, NotServed {
        String host = String.valueOf(exchange.getRequestHeaders().getFirst("Host"));
        if (!hosts.contains(host.toLowerCase(Locale.ROOT))) {
            throw new NotServed(FORBIDDEN, "This shop has another address.");
        }
        String path = exchange.getRequestURI().getPath();
        switch (path) {
            case "/" -> {
                require("GET", exchange);
                showShop(exchange);
            }
            case "/shop.css" -> {
                require("GET", exchange);
                answer(exchange, OK, "text/css; charset=utf-8", Pages.STYLE);
            }
            case "/buy" -> post(exchange, this::buy);
            case "/show" -> post(exchange, this::show);
            case "/return" -> post(exchange, this::takeBack);
            default -> {
                if (!path.startsWith("/articles/")) {
                    throw new NotServed(NOT_FOUND, "There is no such page.");
                }
                require("GET", exchange);
                showArticle(exchange, path.substring("/articles/".length()));
            }
        }
    }

    private static void require(String method, HttpExchange exchange) throws NotServed {
        if (!exchange.getRequestMethod().equals(method)) {
            exchange.getResponseHeaders().set("Allow", method);
            throw new NotServed(NOT_ALLOWED, "This page is asked for by " + method + ".");
        }
    }

    private void showShop(HttpExchange exchange) throws IOException, InterruptedException {
        Session known = session(exchange);
        Session session = known == null ? sessions.begin() : known;
        synchronized (session) {
            setCookie(exchange, session);
            answer(exchange, OK, HTML, pages.shop(session, shelf.offers(), session.takeMessage()));
        }
    }

    private void showArticle(HttpExchange exchange, String item) throws IOException, InterruptedException, NotServed {
        Session session = session(exchange);
        if (session == null || !ITEM.matcher(item).matches()) {
            throw new NotServed(FORBIDDEN, Words.NOT_HELD);
        }
        try {
            Holding.Owned owned = counter.open(session, item);
            String heading = shelf.offer(item).map(Offer::title).orElse(item);
            answer(exchange, OK, HTML, pages.article(session, owned, heading, articles.text(item)));
        } catch (Counter.Refused e) {
            throw new NotServed(FORBIDDEN, String.valueOf(e.getMessage()));
        }
    }

    /** What a form does: returns where to go on. */
    private interface Action {
        String act(Session session, Form form) throws Counter.Refused, InterruptedException, NotServed;
    }

    private void post(HttpExchange exchange, Action action) throws IOException, InterruptedException, NotServed {
        require("POST", exchange);
        Form form = form(exchange);
        Session session = session(exchange);
        if (session == null || !Sessions.isOf(session, form.field("csrf"))) {
            throw new NotServed(
                    FORBIDDEN, "Your visit has ended. Go back to the shop and try again; nothing was paid.");
        }
        String next;
        try {
            next = action.act(session, form);
        } catch (Counter.Refused e) {
            session.tell(String.valueOf(e.getMessage()));
            next = "/";
        }
        setCookie(exchange, session);
        exchange.getResponseHeaders().set("Location", next);
        exchange.sendResponseHeaders(SEE_OTHER, -1);
    }

    private String buy(Session session, Form form) throws Counter.Refused, InterruptedException, NotServed {
        Matcher choice = CHOICE.matcher(form.field("choice"));
        if (!choice.matches()) {
            throw new NotServed(BAD_REQUEST, "Choose an article.");
        }
        String item = choice.group(1);
        try {
            Amount shown =
                    new Amount(Long.parseLong(choice.group(2)), choice.group(3), Integer.parseInt(choice.group(4)));
            counter.buy(session, item, shown, form.field("ticket"));
        } catch (IllegalArgumentException e) {
            throw new NotServed(BAD_REQUEST, "Choose an article.");
        } catch (Counter.Refused e) {
            shelf.forget();
            throw e;
        }
        return "/articles/" + item;
    }

    private String show(Session session, Form form) throws Counter.Refused, InterruptedException {
        return "/articles/" + counter.show(session, form.field("entitlement"), form.field("ticket"));
    }

    private String takeBack(Session session, Form form) throws Counter.Refused, InterruptedException {
        counter.takeBack(session, form.field("item"));
        return "/";
    }

    private static Form form(HttpExchange exchange) throws IOException, NotServed {
        String type = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"));
        if (!type.toLowerCase(Locale.ROOT).startsWith(FORM)) {
            throw new NotServed(UNSUPPORTED, "Send a form.");
        }
        byte[] body = exchange.getRequestBody().readNBytes(Form.MAX_BYTES + 1);
        if (body.length > Form.MAX_BYTES) {
            throw new NotServed(TOO_LARGE, "That is longer than a ticket and an entitlement can be.");
        }
        try {
            return Form.parse(new String(body, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new NotServed(BAD_REQUEST, "The form cannot be read.");
        }
    }

    private @Nullable Session session(HttpExchange exchange) {
        for (String header : exchange.getRequestHeaders().getOrDefault("Cookie", java.util.List.of())) {
            for (String cookie : header.split(";", -1)) {
                int equals = cookie.indexOf('=');
                if (equals > 0 && cookie.substring(0, equals).strip().equals(COOKIE)) {
                    return sessions.find(cookie.substring(equals + 1).strip());
                }
            }
        }
        return null;
    }

    private void setCookie(HttpExchange exchange, Session session) {
        exchange.getResponseHeaders()
                .set(
                        "Set-Cookie",
                        COOKIE + "=" + session.id() + "; Path=/; HttpOnly; SameSite=Strict; Max-Age="
                                + Sessions.MAX_IDLE.toSeconds() + (overTls ? "; Secure" : ""));
    }

    private static void secure(Headers headers) {
        headers.set(
                "Content-Security-Policy",
                "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("X-Frame-Options", "DENY");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cross-Origin-Opener-Policy", "same-origin");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        headers.set("Cache-Control", "no-store");
    }

    private static void answer(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() throws IOException {
        http.stop(STOP_SECONDS);
        threads.shutdownNow();
        uses.close();
    }
}

package dev.farthing.it.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The bank's side of the nights: reads the files that lie there, and has them answered by the simulated bank. */
final class BankCounter {
    private static final int SCALE = 6;
    private static final String CODE = "AC04";

    /** What the simulated bank writes beside the code. */
    private static final String REASON = CODE + ": account closed";

    private final FarthingServer server;
    private final OperatorClient operator;
    private final Jobs jobs;
    private final Bookkeeper book;

    BankCounter(FarthingServer server, OperatorClient operator, Bookkeeper book) {
        this.server = server;
        this.operator = operator;
        this.jobs = new Jobs(operator);
        this.book = book;
    }

    /** The files of a day hold its payouts and collections and nothing else, and add up. */
    void assertFiles(LocalDate day) throws Exception {
        JsonNode files =
                operator.get("bank-files?day=" + day).expect(200).json().required("files");
        List<String> kinds = new ArrayList<>();
        for (JsonNode file : files) {
            String kind = file.required("kind").asText();
            kinds.add(kind);
            assertFile(file, kind.equals("PAYOUTS") ? book.payoutsOf(day) : book.collectionsOf(day));
        }
        List<String> wanted = new ArrayList<>();
        if (!book.collectionsOf(day).isEmpty()) {
            wanted.add("COLLECTIONS");
        }
        if (!book.payoutsOf(day).isEmpty()) {
            wanted.add("PAYOUTS");
        }
        assertThat(kinds).as("files of %s", day).containsExactlyInAnyOrderElementsOf(wanted);
    }

    private void assertFile(JsonNode file, List<ReckonedOrder> orders) throws Exception {
        String name = file.required("name").asText();
        Path path = server.home().resolve("bank").resolve("out").resolve(name);
        byte[] content = Files.readAllBytes(path);
        long sum = orders.stream().mapToLong(ReckonedOrder::amount).sum();
        assertThat(file.required("entries").asInt()).as(name).isEqualTo(orders.size());
        assertThat(file.at("/controlSum/value").asLong()).as(name).isEqualTo(sum);
        assertThat(file.required("state").asText()).as(name).isEqualTo("HANDED_OVER");
        assertThat(file.required("sha256").asText())
                .as(name)
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
        Document xml = parse(path);
        assertThat(texts(xml, "NbOfTxs")).as(name).containsOnly(Integer.toString(orders.size()));
        assertThat(texts(xml, "CtrlSum")).as(name).allSatisfy(text -> assertThat(millionths(text))
                .isEqualTo(sum));
        assertThat(orders(xml))
                .as("orders in %s", name)
                .isEqualTo(orders.stream()
                        .collect(Collectors.toMap(
                                ReckonedOrder::reference,
                                order -> order.amount() + " " + order.party().iban(),
                                (a, b) -> a + ", " + b,
                                TreeMap::new)));
    }

    private static Map<String, String> orders(Document xml) {
        Map<String, String> orders = new TreeMap<>();
        for (String element : List.of("CdtTrfTxInf", "DrctDbtTxInf")) {
            NodeList all = xml.getElementsByTagNameNS("*", element);
            for (int i = 0; i < all.getLength(); i++) {
                Element order = (Element) all.item(i);
                Element amount =
                        (Element) order.getElementsByTagNameNS("*", "InstdAmt").item(0);
                assertThat(amount.getAttribute("Ccy")).isEqualTo("USD");
                orders.put(text(order, "EndToEndId"), millionths(amount.getTextContent()) + " " + text(order, "IBAN"));
            }
        }
        return orders;
    }

    private static String text(Element order, String element) {
        return order.getElementsByTagNameNS("*", element).item(0).getTextContent();
    }

    private static List<String> texts(Document xml, String element) {
        List<String> texts = new ArrayList<>();
        NodeList all = xml.getElementsByTagNameNS("*", element);
        for (int i = 0; i < all.getLength(); i++) {
            texts.add(all.item(i).getTextContent());
        }
        return texts;
    }

    private static long millionths(String dollars) {
        return new BigDecimal(dollars).movePointRight(SCALE).longValueExact();
    }

    private static Document parse(Path file) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        factory.setNamespaceAware(true);
        return factory.newDocumentBuilder().parse(file.toFile());
    }

    /**
     * The bank does what all waiting files ask, gives back what goes to or from some of the accounts, one vendor's among them, and its
     * statements are imported.
     *
     * @return the days of the orders that were answered
     */
    Set<LocalDate> answer(Random random) throws InterruptedException, IOException {
        List<ReckonedOrder> waiting = book.unanswered();
        Set<String> closedAccounts = new TreeSet<>();
        waiting.stream()
                .filter(order -> random.nextInt(5) == 0)
                .forEach(order -> closedAccounts.add(order.party().iban()));
        waiting.stream()
                .filter(order -> order.reference().startsWith("P"))
                .findFirst()
                .ifPresent(order -> closedAccounts.add(order.party().iban()));
        List<String> command = new ArrayList<>(List.of("bank", "answer"));
        for (String iban : closedAccounts) {
            command.add("--return");
            command.add(iban + "=" + CODE);
        }
        server.launcher().run(command.toArray(String[]::new)).orFail();
        jobs.importStatements();
        Set<LocalDate> days = new TreeSet<>();
        for (ReckonedOrder order : waiting) {
            book.answered(order, closedAccounts.contains(order.party().iban()) ? REASON : null);
            days.add(order.day());
        }
        return days;
    }
}

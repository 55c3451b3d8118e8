package dev.farthing.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What happened in the town, told to whoever watched: in plain words, with sums out of the server's books. */
final class DemoStory {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEEE, d MMMM yyyy", Locale.ENGLISH);

    private final DemoScene scene;
    private final DemoTown town;
    private final Progress progress;
    private final DemoBooks books;
    private final DemoSeen seen;

    DemoStory(DemoScene scene, DemoBooks books, DemoSeen seen) {
        this.scene = scene;
        this.town = scene.town();
        this.progress = scene.progress();
        this.books = books;
        this.seen = seen;
    }

    void tell(Path bankFolder) throws Problem {
        line("");
        line("Two days in %s", town.name());
        line("");
        tellShopping();
        tellRefusals();
        tellOddities();
        int number = 1;
        for (DemoNight.Kept night : books.nights()) {
            tellNight(number++, night);
        }
        tellTopUps();
        tellVendors();
        tellBank(bankFolder);
        line("");
    }

    private void tellShopping() {
        DemoStatement all = books.everything();
        line(
                "%d businesses sold to %d customers: %,d purchases for %s in all.",
                town.vendors().size(),
                town.crowd().size() + town.cast().size(),
                all.payments().count(),
                money(all.payments().amount()));
        for (Map.Entry<LocalDate, Map<String, DemoStatement>> day :
                books.statements().entrySet()) {
            DemoStatement sum = day.getValue().values().stream().reduce(DemoStatement.NOTHING, DemoStatement::plus);
            line(
                    "  %s: %,d purchases for %s; %d of them (%s) were given back.",
                    DAY.format(day.getKey()),
                    sum.payments().count(),
                    money(sum.payments().amount()),
                    sum.reversals().count(),
                    money(sum.reversals().amount()));
        }
    }

    private void tellRefusals() {
        long refused = books.decisions().refused().values().stream()
                .mapToLong(Long::longValue)
                .sum();
        line("");
        line("%d purchases were refused, and nobody paid for them:", refused);
        books.decisions().refused().forEach((code, count) -> line("  %2d  %s", count, DemoWords.refusal(code)));
    }

    private void tellOddities() {
        line("");
        line(
                "%d orders came twice, as over a bad line: each was answered as the first time, and paid once.",
                books.decisions().replayed());
        line(
                "%d messages were changed on their way, ten minutes late or signed by the wrong vendor: turned away.",
                seen.forged());
    }

    private void tellNight(int number, DemoNight.Kept night) throws Problem {
        line("");
        line("Night %d closed %s.", number, DAY.format(night.day()));
        tellSettled("Asked of customers with a tab", night.collections());
        tellSettled("Paid to businesses", night.payouts());
    }

    private void tellSettled(String what, List<JsonNode> entries) throws Problem {
        if (entries.isEmpty()) {
            line("  %s: nothing was due.", what);
            return;
        }
        List<JsonNode> returned = entries.stream()
                .filter(entry -> entry.path("state").asText().equals("RETURNED"))
                .toList();
        String back = returned.isEmpty()
                ? "none came back"
                : "the bank sent back " + returned.size() + " of them (" + money(DemoBooks.amounts(returned)) + ")";
        line(
                "  %s: %s in %d transaction%s; %s.",
                what, money(DemoBooks.amounts(entries)), entries.size(), entries.size() == 1 ? "" : "s", back);
    }

    private void tellTopUps() {
        line("");
        for (DemoTown.Person person : town.cast()) {
            if (person.topUp() != null) {
                line(
                        person.sendsMoney()
                                ? "%s had nothing on day 1, sent %s through the bank, and could pay on day 2."
                                : "%s asked for %s and never sent it: the request is still open.",
                        person.name(),
                        money(DemoMoney.ledger(person.topUp())));
            }
        }
    }

    private void tellVendors() throws Problem {
        line("");
        line("%-24s %14s %14s %14s %14s", "What each gets", "sold", "given back", "paid out", "still to come");
        for (DemoTown.Vendor vendor : town.vendors()) {
            DemoStatement sold = books.of(vendor.code());
            line(
                    "%-24s %14s %14s %14s %14s%s",
                    vendor.name(),
                    money(sold.payments().amount()),
                    money(sold.reversals().amount()),
                    money(DemoBooks.amounts(paidOut(vendor))),
                    money(books.held().getOrDefault(vendor.code(), 0L)),
                    vendor.blocked() == null ? "" : "  (its account elsewhere is closed)");
        }
        line("The bank took %s for its work.", money(books.fees()));
    }

    private List<JsonNode> paidOut(DemoTown.Vendor vendor) {
        return books.payouts().stream()
                .filter(payout -> payout.path("vendor").asText().equals(scene.code(vendor.code())))
                .filter(payout -> !payout.path("state").asText().equals("RETURNED"))
                .toList();
    }

    private void tellBank(Path folder) throws Problem {
        int transactions = books.payouts().size() + books.collections().size();
        line("");
        line(
                "%,d purchases became %d transactions between banks: %s of bank fees were saved.",
                books.everything().payments().count(), transactions, money(books.railFeesSaved()));
        line("The files for the other banks, and what they answered, are in %s:", folder);
        for (JsonNode file : books.files()) {
            line(
                    "  %s: %d entries, %s",
                    file.path("name").asText(),
                    file.path("entries").asLong(),
                    money(DemoMoney.ledger(file.path("controlSum"))));
        }
        line(
                "Counted anew from %,d single bookings over %,d accounts: %s.",
                books.recount().path("transfers").asLong(),
                books.recount().path("accounts").asLong(),
                books.recount().path("unbalanced").asLong(-1) == 0 && books.trialBalanced()
                        ? "everything is in balance"
                        : "THE BOOKS ARE NOT IN BALANCE");
        line(
                books.breaks() == 0
                        ? "Nothing was found that somebody would have to look into."
                        : "%d differences wait for somebody to look into them.",
                books.breaks());
    }

    private static String money(long ledger) {
        return DemoMoney.text(ledger);
    }

    private void line(String text, Object... values) {
        progress.plain("  " + String.format(Locale.ENGLISH, text, values));
    }
}

package dev.farthing.launcher;

import dev.farthing.launcher.BankAnswer.Fate;
import dev.farthing.launcher.BankAnswer.TakenFile;
import dev.farthing.launcher.BankAnswer.Written;
import dev.farthing.launcher.BankBooks.BankAccountKey;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.xml.sax.SAXException;

/**
 * The bank of a demonstration: books every order it is given, returns those to accounts that it is told of, and says so in
 * statements. It knows nothing of Farthing but its files. A message that it has had before it refuses aloud, since the money
 * of a file that is sent twice would move twice.
 */
final class SimulatedBank {
    /** The account of a house that has sent no order yet. */
    private static final String USUAL_IBAN = "DE89370400440532013000";

    /** Statements stay short enough for whoever reads them; a long day has several. */
    private static final int MAX_ENTRIES = 10_000;

    private static final int MAX_ORDERS = 200_000;

    private final BankFolder folder;
    private final Clock clock;

    /**
     * What to do.
     *
     * @param returns reasons, by the IBANs whose orders come back
     * @param iban the account of the house; null for the ones that stand in its files
     * @param day null for today
     */
    record Instructions(
            Map<String, String> returns,
            List<BankTransfer> transfers,
            @Nullable String iban,
            @Nullable LocalDate day) {}

    SimulatedBank(BankFolder folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
    }

    BankAnswer answer(Instructions instructions) throws IOException, Problem {
        FileChannel lock = folder.lock();
        try {
            return new Run(instructions, BankBooks.open(folder.memory())).answer();
        } finally {
            lock.close();
        }
    }

    /** One answer. Nothing is moved or delivered before the bank's memory is on disk, so nothing can be booked twice. */
    private final class Run {
        private final Instructions instructions;
        private final BankBooks books;
        private final BankAnswer answer = new BankAnswer();
        private final Map<BankAccountKey, List<BankEntry>> entries = new TreeMap<>();
        private int orders;

        private Run(Instructions instructions, BankBooks books) {
            this.instructions = instructions;
            this.books = books;
        }

        BankAnswer answer() throws IOException, Problem {
            List<Path> files = folder.orders();
            for (Path file : files) {
                answer.add(take(file));
            }
            instructions.transfers().forEach(this::receive);
            for (Map.Entry<BankAccountKey, List<BankEntry>> account : entries.entrySet()) {
                state(account.getKey(), account.getValue());
            }
            books.save();
            for (Written statement : answer.statements()) {
                folder.deliver(statement.name());
            }
            for (int i = 0; i < files.size(); i++) {
                if (answer.files().get(i).fate() == Fate.TAKEN) {
                    folder.moveToTaken(files.get(i));
                } else {
                    folder.moveToRefused(files.get(i));
                }
            }
            return answer;
        }

        private TakenFile take(Path file) throws IOException, Problem {
            String name = file.getFileName().toString();
            BankOrderFile.Content content;
            try {
                content = BankOrderFile.read(file);
            } catch (SAXException unreadable) {
                return new TakenFile(name, Fate.UNREADABLE, "", 0, "it cannot be read: " + unreadable.getMessage());
            }
            String id = content.messageId();
            int count = content.orders().size();
            String own = instructions.iban();
            if (own != null
                    && content.orders().stream()
                            .anyMatch(order -> !order.account().equals(own))) {
                return new TakenFile(name, Fate.FOREIGN, id, count, "it is not of the account " + own);
            }
            if (!books.takeMessage(id)) {
                return new TakenFile(name, Fate.DOUBLE, id, count, "the message " + id + " HAS BEEN SENT TWICE");
            }
            orders += count;
            if (orders > MAX_ORDERS) {
                throw new Problem("The files in " + file.getParent() + " hold more than " + MAX_ORDERS
                        + " orders: put fewer there at a time.");
            }
            content.orders().forEach(this::execute);
            return new TakenFile(name, Fate.TAKEN, id, count, null);
        }

        /** Booked and, for an account on the list, booked back. */
        private void execute(BankOrder order) {
            List<BankEntry> booked = entriesOf(new BankAccountKey(order.currency(), order.account()));
            booked.add(BankEntry.of(order));
            String reason = instructions.returns().get(order.iban());
            if (reason == null) {
                answer.settle();
            } else {
                booked.add(BankEntry.returning(order, reason));
                answer.giveBack();
            }
        }

        private void receive(BankTransfer transfer) {
            entriesOf(accountFor(transfer.currency())).add(BankEntry.incoming(transfer));
            answer.receive();
        }

        private BankAccountKey accountFor(String currency) {
            if (instructions.iban() != null) {
                return new BankAccountKey(currency, instructions.iban());
            }
            BankAccountKey known = books.accountIn(currency);
            return entries.keySet().stream()
                    .filter(account -> account.currency().equals(currency))
                    .findFirst()
                    .orElse(known == null ? new BankAccountKey(currency, USUAL_IBAN) : known);
        }

        private List<BankEntry> entriesOf(BankAccountKey account) {
            return entries.computeIfAbsent(account, key -> new ArrayList<>());
        }

        private void state(BankAccountKey account, List<BankEntry> all) throws IOException {
            for (int from = 0; from < all.size(); from += MAX_ENTRIES) {
                List<BankEntry> some = all.subList(from, Math.min(all.size(), from + MAX_ENTRIES));
                BigDecimal opening = books.balance(account);
                BankStatementFile statement =
                        new BankStatementFile(books.nextStatement(), account, writtenAt(), opening, some);
                statement.write(folder.unfinished(statement.name()));
                books.book(account, statement.closing());
                answer.add(Written.of(statement));
            }
        }

        private LocalDateTime writtenAt() {
            LocalDateTime now =
                    LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC).truncatedTo(ChronoUnit.SECONDS);
            LocalTime time = now.toLocalTime();
            return instructions.day() == null ? now : instructions.day().atTime(time);
        }
    }
}

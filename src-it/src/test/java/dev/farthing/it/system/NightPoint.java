package dev.farthing.it.system;

import static dev.farthing.it.system.Ambush.here;
import static dev.farthing.it.system.Ambush.oneOnly;

import dev.farthing.it.system.Ambush.Rule;
import java.util.List;
import java.util.Locale;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The points of a night at which it is killed, in the order in which a night passes them. Each says what an operator would find
 * there and what starting again does; {@code docs/runbooks/night-points.md} is this table, and a test holds the two together.
 */
@SuppressWarnings("ImmutableEnumChecker") // Its lists are List.of, its conditions keep nothing.
enum NightPoint {
    CUT_OFF(
            Run.LONG,
            "cut-off",
            "The cut-off is committed",
            "The day is CLOSING, the next one OPEN and taking bookings; nothing else",
            "finds the day cut off and goes on to fold",
            List.of(here("batch.settlement.CutOffStep", "work", "EXIT")),
            (now, end) -> now.day().equals("CLOSING") && !now.live()),
    FOLDING(
            Run.ALWAYS,
            "fold",
            "Deltas are added to the accounts' days and deleted, in a transaction that is not committed",
            "The deltas as they were: the transaction is undone",
            "folds them",
            List.of(here("ledger.LedgerStore", "fold", "EXIT")),
            (now, end) -> now.deltas() > 0 && !now.live()),
    LIVE_ACCOUNTS_STORED(
            Run.LONG,
            "fold",
            "The day is folded, and what its live accounts moved is stored",
            "No deltas; the customers' movements of the day in `account_day`, the day in `ledger_day`",
            "finds nothing to fold and the day in `ledger_day`, and goes on to firm",
            List.of(here("batch.settlement.FoldStep", "work", "EXIT")),
            (now, end) -> now.live() && now.deltas() == 0 && now.firmed() == 0),
    FIRMING(
            Run.LONG,
            "firm",
            "A page of vendors' days is booked and marked firm, in a transaction that is not committed",
            "Nothing is firm: the transaction is undone",
            "firms those days, under new transfer ids",
            List.of(here("micropayment.FirmingBatch", "firm", "EXIT")),
            (now, end) -> now.firmed() == 0),
    FIRMED(
            Run.ALWAYS,
            "firm",
            "A page of vendors' days is firm for good; that nothing is left is not yet remembered",
            "Transfers from the vendors' conditional to their payable accounts, the days firm, the vendors' events",
            "finds no day left that is due, and remembers it",
            List.of(here("micropayment.FirmingBatch", "finish", "ENTRY")),
            (now, end) -> now.firmed() == end.firmed() && !now.allFirm()),
    SUMMED_UP(
            Run.LONG,
            "sum-up",
            "The day's totals are committed",
            "`payment_total` for each vendor and account, the day in `payment_total_day`",
            "finds the day summed and leaves it",
            List.of(here("batch.settlement.SumUpStep", "work", "EXIT")),
            (now, end) -> now.summed() && now.statements() == 0),
    RECONCILED(
            Run.LONG,
            "reconcile",
            "Everything is compared, and what differs is recorded",
            "An open break for each difference, if there are any; no statement and no payout",
            "compares anew; a break that is open already is not opened twice",
            List.of(here("batch.settlement.ReconcileStep", "work", "EXIT")),
            (now, end) -> now.summed() && now.statements() == 0),
    CHARGING(
            Run.ALWAYS,
            "fees-and-statements",
            "A page of vendors is charged and their statements written, in a transaction that is not committed",
            "No fee and no statement of that page",
            "charges them; a fee's transfer id follows from day, vendor and currency",
            List.of(here("settlement.ChargeBatch", "charge", "EXIT"), oneOnly("settlement.ChargeBatch", "charge")),
            (now, end) -> now.statements() == 0),
    CHARGED_IN_PART(
            Run.LONG,
            "fees-and-statements",
            "The vendors of one part are charged for good, those of the other are not begun",
            "Fees and statements, not decided, of about half the vendors",
            "leaves vendors that have their statement, and charges the others",
            List.of(here("settlement.VendorStatements", "charge", "EXIT"), oneOnly("settlement.ChargeBatch", "charge")),
            (now, end) -> now.statements() > 0 && now.statements() < end.statements()),
    PAYING(
            Run.ALWAYS,
            "payouts",
            "A page of payouts is booked and written into the statements, in a transaction that is not committed",
            "All statements, none of that page decided; no payout of that page",
            "decides and books them; a payout's reference and transfer id follow from day, vendor and currency",
            List.of(here("settlement.PayoutBatch", "pay", "EXIT"), oneOnly("settlement.PayoutBatch", "pay")),
            (now, end) -> now.statements() == end.statements() && now.decided() == 0 && now.payouts() == 0),
    PAID_IN_PART(
            Run.LONG,
            "payouts",
            "The payouts of one part are booked for good, those of the other are not begun",
            "Payouts BOOKED and transfers to the vendors' payout accounts, their statements decided; the other statements as before",
            "takes the statements that are not decided",
            List.of(here("settlement.Payouts", "pay", "EXIT"), oneOnly("settlement.PayoutBatch", "pay")),
            (now, end) -> now.payouts() > 0 && now.decided() < end.decided()),
    COLLECTING(
            Run.LONG,
            "collections",
            "A page of collections is made, in a transaction that is not committed",
            "No collection of that page; nothing is ever booked here",
            "makes them; what is pending already is taken off what is owed",
            List.of(
                    here("settlement.CollectionBatch", "collect", "EXIT"),
                    oneOnly("settlement.CollectionBatch", "collect")),
            (now, end) -> now.payouts() == end.payouts() && now.collections() == 0),
    COLLECTED_IN_PART(
            Run.ALWAYS,
            "collections",
            "The collections of one part are made, those of the other are not begun",
            "Collections BOOKED of about half the customers on a tab",
            "finds nothing more to collect from those, and collects from the others",
            List.of(
                    here("settlement.Collections", "collect", "EXIT"),
                    oneOnly("settlement.CollectionBatch", "collect")),
            (now, end) -> now.collections() > 0 && now.collections() < end.collections()),
    CUSTOMER_STATEMENTS(
            Run.LONG,
            "customer-statements",
            "A page of customers' statements is written, in a transaction that is not committed",
            "No customer's statement of that page; nobody reads statements of a day that is not closed",
            "writes them",
            List.of(
                    here("settlement.CustomerStatementBatch", "write", "EXIT"),
                    oneOnly("settlement.CustomerStatementBatch", "write")),
            (now, end) -> now.collections() == end.collections() && now.customerStatements() == 0),
    WRITING_A_FILE(
            Run.LONG,
            "files",
            "The payouts' file is written and stored, in a transaction that is not committed",
            "No file; payouts that are in none",
            "writes the same bytes under the same name: the file's moment of making is the end of its day",
            List.of(here("settlement.FileBatch", "write", "EXIT", "$!.size() > 0")),
            (now, end) -> now.customerStatements() == end.customerStatements()
                    && now.files().isEmpty()),
    PAYOUT_FILE_STORED(
            Run.LONG,
            "files",
            "The payouts' file is stored, that of the collections is not begun",
            "One file STORED with its hash, in `bank_file` alone; its payouts name it",
            "finds no payout without a file, and writes the collections' file",
            List.of(here("settlement.BankFiles", "write", "EXIT")),
            (now, end) -> now.fileStates().equals(List.of("STORED"))),
    FILES_STORED(
            Run.LONG,
            "hand-over",
            "All files are stored, none is on the disk",
            "Files STORED; nothing of them in `staging` or `out`",
            "stages and hands over one after the other",
            List.of(here("settlement.FileBatch", "stage", "ENTRY")),
            (now, end) -> now.fileStates().equals(List.of("STORED", "STORED"))
                    && now.staged().isEmpty()),
    HALF_A_FILE_STAGED(
            Run.ALWAYS,
            "hand-over",
            "Half of the first file's bytes are in `staging`",
            "The file STORED; half a file in `staging`, where the bank does not look",
            "writes the file over it from the first byte",
            List.of(
                    new Rule(
                            "half of it",
                            "settlement.BankFolder",
                            "stage",
                            "INVOKE java.nio.channels.FileChannel.write",
                            "TRUE",
                            "$left.limit($left.limit() / 2)"),
                    here("settlement.BankFolder", "stage", "INVOKE java.nio.channels.FileChannel.force")),
            (now, end) -> now.fileStates().equals(List.of("STORED", "STORED"))
                    && now.staged().size() == 1),
    STAGED_NOT_MARKED(
            Run.LONG,
            "hand-over",
            "The first file is in `staging` for certain; that it is there is not committed",
            "The file STORED; all of it in `staging`",
            "writes it over with the same bytes, and marks it",
            List.of(here("settlement.BankFolder", "stage", "EXIT")),
            (now, end) -> now.fileStates().equals(List.of("STORED", "STORED"))
                    && now.staged().size() == 1),
    STAGED(
            Run.LONG,
            "hand-over",
            "The first file is in `staging` and marked; it is not moved yet",
            "The file STAGED; all of it in `staging`, nothing in `out`",
            "does not write it again, and moves it",
            List.of(here("settlement.FileBatch", "deliver", "ENTRY")),
            (now, end) -> now.fileStates().equals(List.of("STAGED", "STORED"))
                    && now.staged().size() == 1
                    && now.handed().isEmpty()),
    MOVED_NOT_MARKED(
            Run.ALWAYS,
            "hand-over",
            "The first file is moved to `out`; that it was is not committed",
            "The file STAGED, its payments BOOKED; nothing in `staging`, the file in `out`, or taken by the bank already",
            "finds it gone from `staging`, so it was moved, and marks it HANDED_OVER",
            List.of(here("settlement.BankFolder", "handOver", "EXIT")),
            (now, end) -> now.fileStates().equals(List.of("STAGED", "STORED"))
                    && now.staged().isEmpty()
                    && now.handed().size() == 1),
    ONE_HANDED_OVER(
            Run.LONG,
            "hand-over",
            "The first file is handed over for good, the second is not begun",
            "The first HANDED_OVER and its payments SENT, the second STORED",
            "takes the second",
            List.of(here("settlement.BankFiles", "handOver", "EXIT")),
            (now, end) -> now.fileStates().equals(List.of("HANDED_OVER", "STORED"))),
    PROVED(
            Run.LONG,
            "proof",
            "The day is counted anew, and what it came to is kept",
            "`night_proof` for each currency; the day is still CLOSING",
            "counts again, and keeps what is kept",
            List.of(here("batch.settlement.ProofStep", "work", "EXIT")),
            (now, end) -> now.proved() && now.day().equals("CLOSING")),
    CLOSING(
            Run.LONG,
            "close",
            "The day is marked closed, in a transaction that is not committed",
            "The day CLOSING",
            "closes it",
            List.of(here("ledger.Ledger", "closeDay", "EXIT")),
            (now, end) -> now.proved() && now.day().equals("CLOSING")),
    CLOSED(
            Run.LONG,
            "close",
            "The day is closed for good; the run has not been told",
            "The day CLOSED, everything done; the run RUNNING, and INTERRUPTED when its lease has passed",
            "goes through all steps, finds nothing to do in any, and ends the run",
            List.of(here("batch.settlement.CloseStep", "work", "EXIT")),
            (now, end) -> now.day().equals("CLOSED"));

    private enum Run {
        ALWAYS,
        LONG
    }

    private final Run run;
    private final String step;
    private final String done;
    private final String there;
    private final String again;
    private final List<Rule> rules;
    private final BiPredicate<NightStanding, NightStanding> stands;

    NightPoint(
            Run run,
            String step,
            String done,
            String there,
            String again,
            List<Rule> rules,
            BiPredicate<NightStanding, NightStanding> stands) {
        this.run = run;
        this.step = step;
        this.done = done;
        this.there = there;
        this.again = again;
        this.rules = List.copyOf(rules);
        this.stands = stands;
    }

    /** Those at which one night is killed: at all of them in a long run. */
    static List<NightPoint> oneAfterTheOther() {
        return Stream.of(values())
                .filter(point -> Trial.LONG || point.run == Run.ALWAYS)
                .toList();
    }

    /** Those that are killed at in a night of their own. */
    static List<NightPoint> alone() {
        List<String> asked = List.of(System.getProperty("farthing.points", "").split(","));
        return Stream.of(values())
                .filter(point -> Trial.LONG || asked.contains(point.title()))
                .toList();
    }

    String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    List<Rule> rules() {
        return rules;
    }

    /** True if a night that was killed here stands as it must, compared with one that is done. */
    boolean stands(NightStanding now, NightStanding end) {
        return now.step().equals(step) && stands.test(now, end);
    }

    /** All points as the lines of a table. */
    static String table() {
        return Stream.of(values())
                .map(point -> String.format(
                        "| `%s` | %s | %s | %s | … %s |\n",
                        point.title(), point.step, point.done, point.there, point.again))
                .collect(Collectors.joining(
                        "",
                        "| point | step | what was just done | what stands | starting again … |\n|---|---|---|---|---|\n",
                        ""));
    }
}

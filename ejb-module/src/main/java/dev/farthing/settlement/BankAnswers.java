package dev.farthing.settlement;

import dev.farthing.bankfile.BankStatement;
import dev.farthing.bankfile.UnreadableStatement;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * What the bank answers: statements of its account (ISO 20022, camt.053.001.08), left in a folder. A file is taken as a whole or
 * refused as a whole and kept aside; a statement that came before changes nothing; each of its lines is applied once.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class BankAnswers {
    /**
     * What came of some lines.
     *
     * @param others about neither a payout nor a collection: for whoever else expects money
     * @param breaks how many fit nothing
     */
    public record Applied(List<BankEntry> others, int breaks) {}

    /** What became of a file. */
    public enum Taken {
        STORED,
        /** The statement was known already. */
        KNOWN,
        REFUSED
    }

    @Inject
    private BankFolder folder;

    @Inject
    private BankIdentity bank;

    @Inject
    private Tariffs tariffs;

    @Inject
    private AnswerBatch batch;

    /** Files that the bank has left, by name. */
    public List<Path> arrived() {
        return folder.arrived();
    }

    /** Stores a file's statement, or keeps the file aside with the reason why not; then it is out of the folder. */
    public Taken take(Path file) {
        Taken taken;
        String name = String.valueOf(file.getFileName());
        byte[] content;
        try {
            if (Files.size(file) > BankFolder.MOST_BYTES) {
                batch.refuse(name, "", "The file is longer than " + BankFolder.MOST_BYTES + " bytes");
                folder.putAside(file, "refused");
                return Taken.REFUSED;
            }
            content = Files.readAllBytes(file);
        } catch (NoSuchFileException takenByAnother) {
            return Taken.KNOWN;
        } catch (IOException e) {
            throw new UncheckedIOException("The bank's file " + file + " cannot be read", e);
        }
        String sha256 = FileBatch.sha256(content);
        try {
            BankStatement statement = BankStatement.read(content, this::minorDigits);
            String foreign = whatIsForeign(statement);
            taken = foreign.isEmpty()
                    ? batch.store(statement, tariffs.rail(statement.currency()), name, sha256)
                    : batch.refuse(name, sha256, foreign);
        } catch (UnreadableStatement e) {
            taken = batch.refuse(name, sha256, String.valueOf(e.getMessage()));
        }
        folder.putAside(file, taken == Taken.REFUSED ? "refused" : "taken");
        return taken;
    }

    /** Lines that nothing was done about, the oldest first. */
    public List<BankEntry> untouched(int limit) {
        return batch.untouched(limit);
    }

    /**
     * Applies those lines that answer a payout or a collection, in one transaction on the open business day: a payout left, or
     * came back; a collection came, or was taken back. A line that fits nothing becomes a break.
     */
    public Applied apply(List<BankEntry> entries) {
        return batch.apply(entries);
    }

    /** Remembers what somebody else has done about a line. */
    public void applied(BankEntry entry, String to) {
        batch.applied(entry, to);
    }

    /** Nobody knows what a line is for: it becomes a break. */
    public void unmatched(BankEntry entry, String why) {
        batch.unmatched(entry, why);
    }

    private String whatIsForeign(BankStatement statement) {
        if (!statement.iban().equals(bank.account().iban())) {
            return "The statement is of another account than the bank's own: " + statement.iban();
        }
        return tariffs.rails().stream()
                .filter(rail -> rail.currency().equals(statement.currency()))
                .findFirst()
                .map(rail -> statement.entries().stream().allMatch(entry -> rail.holds(entry.amountMinor()))
                        ? ""
                        : "An entry's amount is more than the ledger can hold")
                .orElse("The bank moves no money in " + statement.currency());
    }

    /** Decimals of a currency's amounts at the bank; those of a currency that is refused afterwards do not matter. */
    private int minorDigits(String currency) {
        return tariffs.rails().stream()
                .filter(rail -> rail.currency().equals(currency))
                .mapToInt(Rail::minorDigits)
                .findFirst()
                .orElse(2);
    }
}

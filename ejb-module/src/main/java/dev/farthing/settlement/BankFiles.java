package dev.farthing.settlement;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * The files that tell the bank whom to pay and whom to collect from. A file is stored, with its hash, before anybody else sees
 * it, and is handed over once: how, and what makes it once, is in docs/adr/0016-handing-files-over.md.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class BankFiles {
    /** Payouts or collections in one file; more make more files. */
    static final int ENTRIES_A_FILE = 10_000;

    private static final int MOST_FILES_A_DAY = 10_000;

    @Inject
    private FileBatch batch;

    @Inject
    private BankFileStore store;

    /**
     * Writes and stores the files of one kind of what a day has made and no file has. Nothing if there is nothing.
     *
     * @return the files written by this call
     */
    public List<BankFile> write(LocalDate day, BankFile.Kind kind) {
        List<BankFile> written = new ArrayList<>();
        for (int i = 0; i < MOST_FILES_A_DAY; i++) {
            List<BankFile> next = batch.write(day, kind, ENTRIES_A_FILE);
            if (next.isEmpty()) {
                return List.copyOf(written);
            }
            written.addAll(next);
        }
        throw new IllegalStateException("More than " + MOST_FILES_A_DAY + " files on " + day);
    }

    /** Names of files that the bank has not been handed for certain, of that day and those before. */
    public List<String> waiting(LocalDate day) {
        return batch.waiting(day);
    }

    /** Hands a file over, or finds out that it was. Its payouts and collections are sent from then on. */
    public void handOver(String name) {
        batch.stage(name);
        batch.deliver(name);
    }

    /** A day's files, by name. */
    @TransactionAttribute(TransactionAttributeType.REQUIRED)
    public List<BankFile> ofDay(LocalDate day) {
        return store.ofDay(day);
    }

    /** @throws SettlementRefused if there is no such file */
    @TransactionAttribute(TransactionAttributeType.REQUIRED)
    public BankFile get(String name) {
        return store.find(name).orElseThrow(() -> notFound(name));
    }

    /** The file as the bank has it, or will. @throws SettlementRefused if there is no such file */
    @TransactionAttribute(TransactionAttributeType.REQUIRED)
    public byte[] content(String name) {
        return store.content(name).orElseThrow(() -> notFound(name));
    }

    private static SettlementRefused notFound(String name) {
        return SettlementRefused.notFound("There is no file " + name);
    }
}

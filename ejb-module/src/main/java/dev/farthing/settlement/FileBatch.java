package dev.farthing.settlement;

import dev.farthing.bankfile.BankAccount;
import dev.farthing.bankfile.CreditTransfer;
import dev.farthing.bankfile.CreditTransfers;
import dev.farthing.bankfile.DirectDebit;
import dev.farthing.bankfile.DirectDebits;
import dev.farthing.bankfile.FileHead;
import dev.farthing.bankfile.SignedMandate;
import dev.farthing.settlement.BankFile.Kind;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * The short transactions of {@link BankFiles}. Staging and delivering hold the file's row, so that of two runs one does it. A file's
 * bytes follow from what is in it and from its day alone: a night that is begun again writes the same.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class FileBatch {
    /** What stands in a file as the time of its making: the end of its day, whenever the night gets to it. */
    private static final LocalTime MADE = LocalTime.of(23, 59, 59);

    @Inject
    private BankFileStore store;

    @Inject
    private BankFolder folder;

    @Inject
    private BankIdentity bank;

    @Inject
    private Tariffs tariffs;

    @Inject
    private Clock clock;

    /** At most one file for each currency, of what has none; empty if everything has one. */
    public List<BankFile> write(LocalDate day, Kind kind, int mostEntries) {
        store.lockDay(day);
        List<BankFile> written = new ArrayList<>();
        for (String currency : store.currenciesWithoutFile(day, kind)) {
            Rail rail = tariffs.rail(currency);
            int part = store.lastPart(day, kind, currency) + 1;
            BankFile file = kind == Kind.PAYOUTS
                    ? payouts(store.payoutsWithoutFile(day, currency, mostEntries), day, rail, part)
                    : collections(store.collectionsWithoutFile(day, currency, mostEntries), day, rail, part);
            written.add(file);
        }
        return List.copyOf(written);
    }

    public List<String> waiting(LocalDate day) {
        return store.waiting(day);
    }

    /** Puts a stored file beside the bank's folder. One that is staged already is not touched: it may be on its way. */
    public void stage(String name) {
        BankFile file = store.lock(name);
        if (file.state() == BankFile.State.STORED) {
            folder.stage(name, store.content(name).orElseThrow());
            store.markStaged(name, folder.identity());
        }
    }

    /**
     * Moves a staged file to the bank, unless it is gone from there: then it was moved before.
     *
     * @throws IllegalStateException if it was staged in another folder, which alone knows whether it was moved
     */
    public void deliver(String name) {
        BankFile file = store.lock(name);
        if (file.state() == BankFile.State.STAGED) {
            if (!folder.identity().equals(store.stagedIn(name))) {
                throw new IllegalStateException(
                        "File " + name + " was staged in another folder than this node's: give all nodes"
                                + " one folder (FARTHING_BANK_FOLDER), or start the run on the node that had it");
            }
            folder.handOver(name);
            store.markHandedOver(name, file.kind(), clock.instant());
        }
    }

    private BankFile payouts(List<Payout> payouts, LocalDate day, Rail rail, int part) {
        List<CreditTransfer> transfers = payouts.stream()
                .map(payout -> new CreditTransfer(
                        payout.reference(),
                        rail.inMinorUnits(payout.amount()),
                        new BankAccount(payout.name(), payout.iban(), null),
                        "Payout " + payout.reference() + ", " + payout.payments() + " payments"))
                .toList();
        byte[] content = CreditTransfers.write(head(Kind.PAYOUTS, day, rail, part), bank.account(), transfers);
        return store(
                Kind.PAYOUTS,
                day,
                part,
                rail,
                payouts.stream().map(Payout::reference),
                sum(payouts.stream().map(Payout::amount)),
                content);
    }

    private BankFile collections(List<Collection> collections, LocalDate day, Rail rail, int part) {
        List<DirectDebit> debits = collections.stream()
                .map(collection -> new DirectDebit(
                        collection.reference(),
                        rail.inMinorUnits(collection.amount()),
                        new BankAccount(collection.name(), collection.iban(), null),
                        new SignedMandate(collection.mandateReference(), collection.mandateSignedOn()),
                        "Collection " + collection.reference() + ", " + collection.purchases() + " purchases"))
                .toList();
        byte[] content = DirectDebits.write(head(Kind.COLLECTIONS, day, rail, part), bank.creditor(), debits);
        return store(
                Kind.COLLECTIONS,
                day,
                part,
                rail,
                collections.stream().map(Collection::reference),
                sum(collections.stream().map(Collection::amount)),
                content);
    }

    private BankFile store(
            Kind kind, LocalDate day, int part, Rail rail, Stream<String> references, long controlSum, byte[] content) {
        List<String> entries = references.toList();
        BankFile file = new BankFile(
                References.file(kind, day, rail.currency(), part),
                kind,
                rail.currency(),
                day,
                entries.size(),
                controlSum,
                sha256(content),
                BankFile.State.STORED,
                clock.instant(),
                null);
        store.insert(file, part, content);
        store.assign(file, entries);
        return file;
    }

    private static FileHead head(Kind kind, LocalDate day, Rail rail, int part) {
        Instant made = day.atTime(MADE).toInstant(ZoneOffset.UTC);
        return new FileHead(
                References.message(kind, day, rail.currency(), part),
                made,
                day.plusDays(1),
                rail.currency(),
                rail.minorDigits());
    }

    private static long sum(Stream<Long> amounts) {
        return amounts.reduce(0L, Math::addExact);
    }

    static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}

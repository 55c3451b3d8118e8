package dev.farthing.bankfile;

import dev.farthing.bankfile.BankStatement.Entry;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Reads one statement and adds it up. Elements of the message that say nothing about money or whose it is are passed over;
 * ones that the message does not have are refused, for a misspelt return reason would turn a return into a payment.
 */
final class StatementReader {
    static final String NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08";

    private static final Set<String> PASSED_OVER = Set.of(
            "StmtPgntn",
            "ElctrncSeqNb",
            "RptgSeq",
            "LglSeqNb",
            "FrToDt",
            "CpyDplctInd",
            "RptgSrc",
            "RltdAcct",
            "Intrst",
            "TxsSummry",
            "AddtlStmtInf");

    private static final Set<String> OF_BALANCE = Set.of("Tp", "CdtLine", "Amt", "CdtDbtInd", "Dt", "Avlbty");
    private static final int MAX_BALANCES = 100;
    private static final int MAX_DATE_CHARS = 40;
    private static final int MAX_CODE_CHARS = 35;

    private final ToIntFunction<String> minorDigits;
    private final Map<String, Long> balances = new HashMap<>();
    private @Nullable String statementId;
    private @Nullable LocalDate createdOn;
    private @Nullable StatementAccount account;
    private @Nullable EntryReader entries;

    StatementReader(ToIntFunction<String> minorDigits) {
        this.minorDigits = minorDigits;
    }

    BankStatement read(byte[] bytes) throws UnreadableStatement {
        XmlCursor cursor = new XmlCursor(bytes, NAMESPACE);
        cursor.enter("Document");
        cursor.enter("BkToCstmrStmt");
        cursor.enter("GrpHdr");
        XmlPart header = cursor.part();
        String messageId = header.one("MsgId").text(Form.MAX_IDENTIFIER_CHARS);
        LocalDate writtenOn = date(header.one("CreDtTm"));
        cursor.enter("Stmt");
        readStatement(cursor);
        leave(cursor);
        BankStatement statement = statement(cursor, messageId, writtenOn);
        cursor.end();
        return statement;
    }

    /** One statement a message: of two, one could be booked and the other not. */
    private static void leave(XmlCursor cursor) throws UnreadableStatement {
        for (String child = cursor.nextChild(); child != null; child = cursor.nextChild()) {
            if (!child.equals("SplmtryData")) {
                throw cursor.wrong("a second " + child + " stands in one message");
            }
            cursor.skip();
        }
        if (cursor.nextChild() != null) {
            throw cursor.wrong("a second message stands in one file");
        }
    }

    private void readStatement(XmlCursor cursor) throws UnreadableStatement {
        for (String child = cursor.nextChild(); child != null; child = cursor.nextChild()) {
            if (PASSED_OVER.contains(child)) {
                cursor.skip();
            } else {
                take(cursor.part());
            }
        }
    }

    private void take(XmlPart part) throws UnreadableStatement {
        switch (part.name()) {
            case "Id" -> statementId = first(part, statementId, part.text(Form.MAX_IDENTIFIER_CHARS));
            case "CreDtTm" -> createdOn = first(part, createdOn, date(part));
            case "Acct" -> {
                account = first(part, account, StatementAccount.of(part, minorDigits));
                entries = new EntryReader(account);
            }
            case "Bal" -> takeBalance(part);
            case "Ntry" -> {
                if (entries == null) {
                    throw part.wrong("an entry stands before its account");
                }
                entries.take(part);
            }
            default -> throw part.wrong("no " + part.name() + " belongs into Stmt");
        }
    }

    private static <T> T first(XmlPart part, @Nullable T before, T value) throws UnreadableStatement {
        if (before != null) {
            throw part.wrong(part.name() + " stands twice in one statement");
        }
        return value;
    }

    private void takeBalance(XmlPart balance) throws UnreadableStatement {
        balance.requireOnly(OF_BALANCE);
        if (account == null) {
            throw balance.wrong("a balance stands before its account");
        }
        XmlPart kind = balance.one("Tp").one("CdOrPrtry");
        String code = kind.optionalText("Cd", MAX_CODE_CHARS);
        long amount = account.signedAmountMinor(balance);
        // A bank's own kinds of balance say nothing that could be checked.
        if (code != null && balances.put(code, amount) != null) {
            throw balance.wrong("the balance " + code + " stands twice in one statement");
        }
        if (balances.size() > MAX_BALANCES) {
            throw balance.wrong("a statement has more than " + MAX_BALANCES + " balances");
        }
    }

    private BankStatement statement(XmlCursor cursor, String messageId, LocalDate writtenOn)
            throws UnreadableStatement {
        if (statementId == null || account == null || entries == null) {
            throw cursor.wrong("the statement has no " + (statementId == null ? "Id" : "Acct"));
        }
        requireSound(cursor, entries.signedSumMinor());
        List<Entry> booked = entries.booked();
        return new BankStatement(
                messageId,
                statementId,
                account.iban(),
                account.currency(),
                createdOn == null ? writtenOn : createdOn,
                booked);
    }

    /** From the opening balance (or the closing one of the day before) its entries lead to the closing one. */
    private void requireSound(XmlCursor cursor, long sumMinor) throws UnreadableStatement {
        Long opening = balances.getOrDefault("OPBD", balances.get("PRCD"));
        Long closing = balances.get("CLBD");
        if (opening == null || closing == null) {
            return;
        }
        if (opening + sumMinor != closing) {
            throw cursor.wrong("the statement does not add up: it opens with " + opening + ", its entries come to "
                    + sumMinor + ", but it closes with " + closing + " minor units");
        }
    }

    /** The day of an ISO date or time, as it is written there: a bank's day is the bank's. */
    static LocalDate date(XmlPart part) throws UnreadableStatement {
        String text = part.text(MAX_DATE_CHARS);
        try {
            if (text.matches("[0-9]{4}-.*")) {
                DateTimeFormatter form =
                        text.contains("T") ? DateTimeFormatter.ISO_DATE_TIME : DateTimeFormatter.ISO_DATE;
                return LocalDate.parse(text, form);
            }
        } catch (DateTimeException noDate) {
            throw part.wrong("'" + text + "' is no date");
        }
        throw part.wrong("'" + text + "' is no date");
    }
}

package dev.farthing.bankfile;

import dev.farthing.bankfile.BankStatement.Entry;
import dev.farthing.bankfile.BankStatement.Returned;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes the entries of a statement one by one, opens those that hold several transactions, and adds up what is booked. */
final class EntryReader {
    private static final int MAX_ENTRIES = 100_000;
    private static final int MAX_REMITTANCE_LINES = 10;
    private static final int MAX_LINE_CHARS = 140;
    private static final int MAX_REASON_CHARS = 35;

    private static final String BOOKED = "BOOK";
    private static final Set<String> NOT_YET_BOOKED = Set.of("PDNG", "INFO", "FUTR");

    /** ISO's code for a return for which nobody gave a reason. */
    private static final String NO_REASON = "MS03";

    private static final Set<String> OF_ENTRY = Set.of(
            "NtryRef",
            "Amt",
            "CdtDbtInd",
            "RvslInd",
            "Sts",
            "BookgDt",
            "ValDt",
            "AcctSvcrRef",
            "Avlbty",
            "BkTxCd",
            "ComssnWvrInd",
            "AddtlInfInd",
            "AmtDtls",
            "Chrgs",
            "TechInptChanl",
            "Intrst",
            "CardTx",
            "NtryDtls",
            "AddtlNtryInf");

    private static final Set<String> OF_DETAILS = Set.of("Btch", "TxDtls");

    private static final Set<String> OF_TRANSACTION = Set.of(
            "Refs",
            "Amt",
            "CdtDbtInd",
            "AmtDtls",
            "Avlbty",
            "BkTxCd",
            "Chrgs",
            "Intrst",
            "RltdPties",
            "RltdAgts",
            "LclInstrm",
            "Purp",
            "RltdRmtInf",
            "RmtInf",
            "RltdDts",
            "RltdPric",
            "RltdQties",
            "FinInstrmId",
            "Tax",
            "RtrInf",
            "CorpActn",
            "SfkpgAcct",
            "CshDpst",
            "CardTx",
            "AddtlTxInf",
            "SplmtryData");

    private static final Set<String> OF_REFERENCES = Set.of(
            "MsgId",
            "AcctSvcrRef",
            "PmtInfId",
            "InstrId",
            "EndToEndId",
            "UETR",
            "TxId",
            "MndtId",
            "ChqNb",
            "ClrSysRef",
            "AcctOwnrTxId",
            "AcctSvcrTxId",
            "MktInfrstrctrTxId",
            "PrcgId",
            "Prtry");

    private static final Set<String> OF_RETURN = Set.of("OrgnlBkTxCd", "Orgtr", "Rsn", "AddtlInf");
    private static final Set<String> OF_REMITTANCE = Set.of("Ustrd", "Strd");

    private final StatementAccount account;
    private final List<Entry> booked = new ArrayList<>();
    private long signedSumMinor;

    EntryReader(StatementAccount account) {
        this.account = account;
    }

    List<Entry> booked() {
        return booked;
    }

    /** What came less what left. */
    long signedSumMinor() {
        return signedSumMinor;
    }

    void take(XmlPart entry) throws UnreadableStatement {
        entry.requireOnly(OF_ENTRY);
        long amount = account.signedAmountMinor(entry);
        if (!isBooked(entry.one("Sts").one("Cd"))) {
            return;
        }
        signedSumMinor = add(entry, signedSumMinor, amount);
        LocalDate bookedOn = bookedOn(entry.one("BookgDt"));
        List<XmlPart> transactions = transactions(entry);
        if (transactions.isEmpty()) {
            boolean credit = account.isCredit(entry.one("CdtDbtInd"));
            book(entry, new Entry(next(), credit, Math.abs(amount), bookedOn, null, null, null, reference(entry)));
            return;
        }
        long parts = 0;
        for (XmlPart transaction : transactions) {
            Entry part = entry(entry, transaction, transactions.size() == 1, bookedOn);
            parts = add(transaction, parts, part.credit() ? part.amountMinor() : -part.amountMinor());
            book(transaction, part);
        }
        if (parts != amount) {
            throw entry.wrong("the transactions of an entry come to " + parts + ", but the entry is of " + amount
                    + " minor units");
        }
    }

    /** What may still not happen is no money; a status that is not ISO's is not guessed at. */
    private static boolean isBooked(XmlPart status) throws UnreadableStatement {
        String code = status.text(MAX_REASON_CHARS);
        if (!code.equals(BOOKED) && !NOT_YET_BOOKED.contains(code)) {
            throw status.wrong("the status " + code + " is none that an entry can have");
        }
        return code.equals(BOOKED);
    }

    private static List<XmlPart> transactions(XmlPart entry) throws UnreadableStatement {
        List<XmlPart> transactions = new ArrayList<>();
        for (XmlPart details : entry.all("NtryDtls")) {
            details.requireOnly(OF_DETAILS);
            transactions.addAll(details.all("TxDtls"));
        }
        return transactions;
    }

    /** The only transaction of an entry may leave its amount and direction to the entry; one of several may not. */
    private Entry entry(XmlPart entry, XmlPart transaction, boolean alone, LocalDate bookedOn)
            throws UnreadableStatement {
        transaction.requireOnly(OF_TRANSACTION);
        XmlPart own = transaction.optional("Amt");
        if (own == null && !alone) {
            throw transaction.wrong("one of several transactions of an entry has no Amt");
        }
        XmlPart direction = transaction.optional("CdtDbtInd");
        XmlPart references = transaction.optional("Refs");
        if (references != null) {
            references.requireOnly(OF_REFERENCES);
        }
        String reference = references == null ? null : reference(references);
        return new Entry(
                next(),
                account.isCredit(direction == null ? entry.one("CdtDbtInd") : direction),
                account.amountMinor(own == null ? entry.one("Amt") : own),
                bookedOn,
                references == null ? null : endToEndId(references),
                remittance(transaction),
                returned(transaction),
                reference == null ? reference(entry) : reference);
    }

    private int next() {
        return booked.size() + 1;
    }

    private void book(XmlPart part, Entry entry) throws UnreadableStatement {
        if (booked.size() == MAX_ENTRIES) {
            throw part.wrong("a statement has more than " + MAX_ENTRIES + " entries");
        }
        booked.add(entry);
    }

    private static LocalDate bookedOn(XmlPart booking) throws UnreadableStatement {
        XmlPart time = booking.optional("DtTm");
        return StatementReader.date(time == null ? booking.one("Dt") : time);
    }

    private static @Nullable String reference(XmlPart holder) throws UnreadableStatement {
        return holder.optionalText("AcctSvcrRef", Form.MAX_IDENTIFIER_CHARS);
    }

    private static @Nullable String endToEndId(XmlPart references) throws UnreadableStatement {
        String id = references.optionalText("EndToEndId", Form.MAX_IDENTIFIER_CHARS);
        return Form.NOT_PROVIDED.equals(id) ? null : id;
    }

    private static @Nullable String remittance(XmlPart transaction) throws UnreadableStatement {
        XmlPart remittance = transaction.optional("RmtInf");
        if (remittance == null) {
            return null;
        }
        remittance.requireOnly(OF_REMITTANCE);
        String text = lines(remittance, "Ustrd");
        return text == null ? creditorReference(remittance) : text;
    }

    /** The payer's bank has checked it, so it stands by itself where there is one. */
    private static @Nullable String creditorReference(XmlPart remittance) throws UnreadableStatement {
        for (XmlPart structured : remittance.all("Strd")) {
            XmlPart reference = structured.optional("CdtrRefInf");
            if (reference != null) {
                return reference.optionalText("Ref", Form.MAX_IDENTIFIER_CHARS);
            }
        }
        return null;
    }

    private static @Nullable Returned returned(XmlPart transaction) throws UnreadableStatement {
        XmlPart information = transaction.optional("RtrInf");
        if (information == null) {
            return null;
        }
        information.requireOnly(OF_RETURN);
        XmlPart reason = information.optional("Rsn");
        return new Returned(reason == null ? NO_REASON : code(reason), lines(information, "AddtlInf"));
    }

    private static String code(XmlPart reason) throws UnreadableStatement {
        String own = reason.optionalText("Prtry", MAX_REASON_CHARS);
        return own == null ? reason.one("Cd").text(MAX_REASON_CHARS) : own;
    }

    private static @Nullable String lines(XmlPart holder, String child) throws UnreadableStatement {
        List<XmlPart> parts = holder.all(child);
        if (parts.size() > MAX_REMITTANCE_LINES) {
            throw holder.wrong(child + " stands there more than " + MAX_REMITTANCE_LINES + " times");
        }
        List<String> lines = new ArrayList<>();
        for (XmlPart part : parts) {
            lines.add(part.text(MAX_LINE_CHARS));
        }
        return lines.isEmpty() ? null : String.join(" ", lines);
    }

    private static long add(XmlPart part, long sum, long amount) throws UnreadableStatement {
        try {
            return Math.addExact(sum, amount);
        } catch (ArithmeticException tooMuch) {
            throw part.wrong("the amounts come to more than can be counted");
        }
    }
}

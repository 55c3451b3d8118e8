package dev.farthing.settlement;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.farthing.settlement.Turnover.Total;
import java.io.StringWriter;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Statements as CSV (RFC 4180): a heading, then one line for each figure, so that currencies and new figures need no new columns. Amounts
 * are integers in the scale that stands beside them.
 */
public final class StatementSheet {
    private static final int FIRST_GUESS_CHARS = 4096;

    private StatementSheet() {}

    /** @param scale of a currency in the ledger */
    public static String ofVendor(List<VendorStatement> statements, ToIntFunction<String> scale) {
        return sheet(lines -> statements.forEach(s -> {
            Lines of = lines.of(s.cycleBegin() + "/" + s.cycleEnd(), s.currency(), scale.applyAsInt(s.currency()));
            of.amount("conditional.opening", s.conditional().opening());
            of.total("payments", s.turnover().payments());
            of.total("reversals", s.turnover().reversals());
            of.total("firmed", s.turnover().firm());
            of.amount("conditional.closing", s.conditional().closing());
            of.amount("payable.opening", s.payable().opening());
            of.total("refunds", s.turnover().refunds());
            of.amount("payouts.returned", s.payoutsReturned());
            of.amount("fee.brought", s.fee().brought());
            of.amount("fee.charged", s.fee().charged());
            of.amount("fee.carried", s.fee().carried());
            of.amount("payout", s.payout());
            of.amount("payable.carriedForward", s.payable().closing());
            of.amount("transactionFee", s.transactionFee());
            of.amount("transactionFees.saved", s.saved());
        }));
    }

    /** @param scale of a currency in the ledger */
    public static String ofCustomer(List<CustomerStatement> statements, ToIntFunction<String> scale) {
        return sheet(lines -> statements.forEach(s -> {
            Lines of = lines.of(s.day().toString(), s.currency(), scale.applyAsInt(s.currency()));
            of.amount("opening", s.balance().opening());
            of.total("payments", s.spending().payments());
            of.total("reversals", s.spending().reversals());
            of.total("refunds", s.spending().refunds());
            of.total("topUps", s.spending().topUps());
            of.amount("collected", s.collected());
            of.amount("collections.returned", s.collectionsReturned());
            of.amount("closing", s.balance().closing());
            of.amount("toCollect", s.toCollect());
            of.amount("pending", s.pending());
            of.amount("carriedForward", s.carriedForward());
        }));
    }

    private interface Body {
        void write(Lines lines);
    }

    private static String sheet(Body body) {
        StringWriter text = new StringWriter(FIRST_GUESS_CHARS);
        CsvWriter csv = CsvWriter.builder().build(text);
        csv.writeRecord("cycle", "currency", "scale", "figure", "count", "amount");
        body.write(new Lines(csv, "", "", 0));
        return text.toString();
    }

    private record Lines(CsvWriter csv, String cycle, String currency, int scale) {
        Lines of(String newCycle, String newCurrency, int newScale) {
            return new Lines(csv, newCycle, newCurrency, newScale);
        }

        void amount(String figure, long amount) {
            csv.writeRecord(cycle, currency, Integer.toString(scale), figure, "", Long.toString(amount));
        }

        void total(String figure, Total total) {
            csv.writeRecord(
                    cycle,
                    currency,
                    Integer.toString(scale),
                    figure,
                    Long.toString(total.count()),
                    Long.toString(total.amount()));
        }
    }
}

package dev.farthing.micropayment;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.farthing.micropayment.ItemDraft.Drafts;
import dev.farthing.micropayment.ItemDraft.PriceDraft;
import dev.farthing.micropayment.ItemDraft.RightsDraft;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A catalogue as a sheet: CSV (RFC 4180) in UTF-8, one row a price; the rows of one item repeat what they share and need
 * not stand together. The first row of an item has its default currency.
 *
 * <p>A spreadsheet takes a text that begins with = + - or @ for a formula. Such texts get an apostrophe in front when they
 * are written and lose it when they are read, so that a sheet that was only opened and saved comes back as it was.
 */
public final class ItemSheet {
    /** Rows of one sheet, the header not counted. */
    public static final int MAX_ROWS = 20_000;

    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final List<ItemColumn> HEADER = List.of(ItemColumn.values());
    private static final Pattern FORMULA = Pattern.compile("'*[=+\\-@\\uFF1D\\uFF0B\\uFF0D\\uFF20].*", Pattern.DOTALL);

    /** What the rows of one item share. */
    private static final List<ItemColumn> SHARED = List.of(
            ItemColumn.TITLE,
            ItemColumn.RIGHTS_MODEL,
            ItemColumn.RIGHTS_COUNT,
            ItemColumn.RIGHTS_PERIOD,
            ItemColumn.RIGHTS_UNTIL,
            ItemColumn.RIGHTS_TEXT,
            ItemColumn.ON_SALE,
            ItemColumn.SALE_FROM,
            ItemColumn.SALE_UNTIL);

    /** A row with its number, where the header is row 1. */
    private record Row(int number, Map<ItemColumn, String> cells) {
        String cell(ItemColumn column) {
            return cells.getOrDefault(column, "");
        }
    }

    private final Complaints complaints = new Complaints();
    private final Map<String, List<Row>> items = new LinkedHashMap<>();
    private List<@Nullable ItemColumn> header = List.of();
    private int number;

    private ItemSheet() {}

    /** Reads a sheet; what cannot be read is complained of by row and column. */
    public static Drafts read(byte[] csv) {
        ItemSheet sheet = new ItemSheet();
        sheet.readText(csv);
        return new Drafts(
                sheet.items.values().stream().map(sheet::draft).toList(), List.copyOf(sheet.complaints.byRow()));
    }

    /**
     * Writes a sheet that {@link #read} takes, always with the same bytes for the same listings.
     *
     * @param scale the ledger's, by currency
     */
    public static byte[] write(List<Listing> listings, ToIntFunction<String> scale) {
        StringWriter text = new StringWriter();
        try (CsvWriter csv =
                CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(text)) {
            csv.writeRecord(HEADER.stream().map(ItemColumn::header).toList());
            listings.forEach(listing -> listing.prices()
                    .forEach(price -> csv.writeRecord(cells(listing, price, scale.applyAsInt(price.currency())))));
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory failed", e);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> cells(Listing listing, Price price, int scale) {
        Rights rights = listing.rights();
        return List.of(
                guarded(listing.code()),
                guarded(listing.title()),
                price.currency(),
                text(price.value()),
                Integer.toString(scale),
                price.from().toString(),
                rights.model().name(),
                text(rights.count()),
                text(rights.period()),
                text(rights.until()),
                guarded(rights.text()),
                Boolean.toString(listing.onSale()),
                text(listing.saleFrom()),
                text(listing.saleUntil()));
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    private static String guarded(String text) {
        return FORMULA.matcher(text).matches() ? "'" + text : text;
    }

    private static String unguarded(String text) {
        return text.startsWith("'") && FORMULA.matcher(text).matches() ? text.substring(1) : text;
    }

    private void readText(byte[] csv) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(csv))
                    .toString();
        } catch (CharacterCodingException e) {
            complaints.add(1, "", "this is not UTF-8: save the sheet as CSV in UTF-8");
            return;
        }
        String sheet = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        try (CsvReader<CsvRecord> records = CsvReader.builder()
                .skipEmptyLines(false)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(sheet)) {
            for (CsvRecord csvRecord : records) {
                number++;
                if (!takes(csvRecord)) {
                    return;
                }
            }
        } catch (CsvParseException e) {
            complaints.add(
                    number + 1,
                    "",
                    "the quotes do not match: put a text with a comma or quote into quotes, and double each quote in it");
        } catch (IOException e) {
            throw new UncheckedIOException("Reading from memory failed", e);
        }
        if (number == 0) {
            complaints.add(1, "", "the sheet is empty: begin with the header row that /vendor/items/export writes");
        }
    }

    /** False if there is no use in reading on. */
    private boolean takes(CsvRecord csvRecord) {
        if (number == 1) {
            return takesHeader(csvRecord.getFields());
        }
        if (number > MAX_ROWS + 1) {
            complaints.add(number, "", "a sheet has at most " + MAX_ROWS + " rows: import it in parts");
            return false;
        }
        if (csvRecord.getFields().stream().allMatch(String::isEmpty)) {
            return true;
        }
        if (csvRecord.getFieldCount() != header.size()) {
            complaints.add(
                    number,
                    "",
                    "the row has " + csvRecord.getFieldCount() + " columns and the header " + header.size()
                            + ": put texts with commas into quotes");
        } else {
            takeRow(csvRecord.getFields());
        }
        return !complaints.isFull();
    }

    private boolean takesHeader(List<String> names) {
        if (names.size() == 1 && names.get(0).contains(";")) {
            complaints.add(1, "", "separate the columns by commas, not by semicolons");
            return false;
        }
        List<@Nullable ItemColumn> columns = new ArrayList<>();
        for (String name : names) {
            @Nullable ItemColumn column = column(name);
            if (column == null) {
                complaints.add(1, shortened(name), "this column is not known: leave it out");
            } else if (columns.contains(column)) {
                complaints.add(1, name, "this column is there twice: leave one out");
            }
            columns.add(column);
        }
        for (ItemColumn column : HEADER) {
            if (!columns.contains(column)) {
                complaints.add(1, column.header(), "this column is missing: add it, its cells may be empty");
            }
        }
        header = columns;
        return complaints.isEmpty();
    }

    private static @Nullable ItemColumn column(String name) {
        return HEADER.stream()
                .filter(column -> column.header().equals(name.strip()))
                .findFirst()
                .orElse(null);
    }

    private static String shortened(String name) {
        return name.length() > ItemCheck.MAX_TEXT ? name.substring(0, ItemCheck.MAX_TEXT) : name;
    }

    private void takeRow(List<String> fields) {
        Map<ItemColumn, String> cells = new EnumMap<>(ItemColumn.class);
        for (int i = 0; i < fields.size(); i++) {
            ItemColumn column = Objects.requireNonNull(header.get(i));
            cells.put(column, fields.get(i));
        }
        for (ItemColumn text : List.of(ItemColumn.ITEM, ItemColumn.TITLE, ItemColumn.RIGHTS_TEXT)) {
            cells.computeIfPresent(text, (column, cell) -> unguarded(cell));
        }
        Row row = new Row(number, cells);
        List<Row> rows = items.computeIfAbsent(row.cell(ItemColumn.ITEM), code -> new ArrayList<>());
        rows.add(row);
        Row first = rows.get(0);
        for (ItemColumn shared : SHARED) {
            if (!row.cell(shared).equals(first.cell(shared))) {
                complaints.add(
                        number,
                        shared.header(),
                        "row " + first.number() + " has another one for the same item: write the same in both");
            }
        }
    }

    private ItemDraft draft(List<Row> rows) {
        Row first = rows.get(0);
        return new ItemDraft(
                ItemDraft.Form.SHEET,
                first.number(),
                first.cell(ItemColumn.ITEM),
                first.cell(ItemColumn.TITLE),
                first.cell(ItemColumn.CURRENCY),
                rows.stream().map(ItemSheet::price).toList(),
                new RightsDraft(
                        first.cell(ItemColumn.RIGHTS_MODEL),
                        first.cell(ItemColumn.RIGHTS_COUNT),
                        first.cell(ItemColumn.RIGHTS_PERIOD),
                        first.cell(ItemColumn.RIGHTS_UNTIL),
                        first.cell(ItemColumn.RIGHTS_TEXT)),
                first.cell(ItemColumn.ON_SALE),
                first.cell(ItemColumn.SALE_FROM),
                first.cell(ItemColumn.SALE_UNTIL));
    }

    private static PriceDraft price(Row row) {
        return new PriceDraft(
                row.number(),
                row.cell(ItemColumn.CURRENCY),
                row.cell(ItemColumn.PRICE),
                row.cell(ItemColumn.SCALE),
                row.cell(ItemColumn.FROM));
    }
}

package dev.farthing.bankfile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farthing.seed.Seed;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Good statements are spoilt at random, as bytes and as elements. Whatever comes of it is either refused with a sentence, or
 * read with the sum that another reader finds in it and that its balances want.
 */
class StatementMutationTest {
    private static final int ROUNDS = Boolean.getBoolean("farthing.long") ? 100_000 : 8_000;
    private static final Pattern ELEMENT = Pattern.compile("<([A-Za-z]+)[^<>]*>[^<>]*</\\1>|<([A-Za-z]+)[ >]");
    private static final String BOOKED = "/Document/BkToCstmrStmt/Stmt/Ntry[normalize-space(Sts/Cd)='BOOK']";

    private final Random random = Seed.of(StatementMutationTest.class);
    private int accepted;

    @Test
    void neverBooksWhatASpoiltStatementDoesNotSay() {
        for (int round = 0; round < ROUNDS; round++) {
            byte[] spoilt = spoilt(statement());
            try {
                requireItsOwnSum(spoilt, BankStatement.read(spoilt, currency -> 2));
                accepted++;
            } catch (UnreadableStatement refused) {
                assertThat(refused.getMessage()).endsWith(".");
            }
        }
        // Letters of names and references may change without changing the sum; most changes must not pass.
        assertThat(accepted).isBetween(1, ROUNDS / 2);
    }

    private static void requireItsOwnSum(byte[] file, BankStatement statement) {
        OtherReader other = new OtherReader(file);
        BigDecimal sum = signed(other, BOOKED);
        BigDecimal read = statement.entries().stream()
                .map(entry -> BigDecimal.valueOf(entry.credit() ? entry.amountMinor() : -entry.amountMinor(), 2))
                .reduce(BigDecimal.ZERO, BigDecimal::add);

        assertThat(read).isEqualByComparingTo(sum);
        String opening = "/Document/BkToCstmrStmt/Stmt/Bal[normalize-space(Tp/CdOrPrtry/Cd)='OPBD']";
        String closing = "/Document/BkToCstmrStmt/Stmt/Bal[normalize-space(Tp/CdOrPrtry/Cd)='CLBD']";
        if (other.texts(opening).size() + other.texts(closing).size() == 2) {
            assertThat(signed(other, opening).add(sum)).isEqualByComparingTo(signed(other, closing));
        }
    }

    private static BigDecimal signed(OtherReader other, String holder) {
        return other.sum(holder + "[normalize-space(CdtDbtInd)='CRDT']/Amt")
                .subtract(other.sum(holder + "[normalize-space(CdtDbtInd)='DBIT']/Amt"));
    }

    private String statement() {
        StringBuilder entries = new StringBuilder();
        long opening = random.nextInt(2_000_00) - 1_000_00L;
        long closing = opening;
        int count = 1 + random.nextInt(5);
        for (int i = 0; i < count; i++) {
            long one = 1L + random.nextInt(100_00);
            long two = 1L + random.nextInt(100_00);
            long sign = random.nextBoolean() ? 1 : -1;
            String details = Camt.transactions(
                    Camt.transaction("E-" + i, sign * one, random.nextBoolean() ? Camt.returned("MD06") : ""),
                    Camt.transaction("F-" + i, sign * two, "<RmtInf><Ustrd>Grüße " + i + "</Ustrd></RmtInf>"));
            entries.append(Camt.entry(sign * (one + two), "BOOK", details));
            closing += sign * (one + two);
        }
        return Camt.message(opening, closing, entries.toString());
    }

    private byte[] spoilt(String text) {
        String changed = text;
        for (int i = 0; i <= random.nextInt(2); i++) {
            changed = random.nextInt(3) == 0 ? changed : spoiltElement(changed);
        }
        byte[] bytes = changed.getBytes(StandardCharsets.UTF_8);
        return changed.equals(text) ? spoiltBytes(bytes) : bytes;
    }

    /** Deletes, doubles, moves or swaps the text of whole elements. */
    private String spoiltElement(String text) {
        List<int[]> elements = new ArrayList<>();
        for (Matcher found = ELEMENT.matcher(text); found.find(); ) {
            String name = found.group(1) == null ? found.group(2) : found.group(1);
            int end = text.indexOf("</" + name + ">", found.start());
            if (end >= 0) {
                elements.add(new int[] {found.start(), end + name.length() + 3});
            }
        }
        if (elements.isEmpty()) {
            return text;
        }
        int[] one = elements.get(random.nextInt(elements.size()));
        int[] other = elements.get(random.nextInt(elements.size()));
        String piece = text.substring(one[0], one[1]);
        return switch (random.nextInt(4)) {
            case 0 -> text.substring(0, one[0]) + text.substring(one[1]);
            case 1 -> text.substring(0, one[1]) + piece + text.substring(one[1]);
            case 2 -> text.substring(0, other[0]) + piece + text.substring(other[0]);
            default -> text.substring(0, other[0]) + piece + text.substring(other[1]);
        };
    }

    private byte[] spoiltBytes(byte[] bytes) {
        int from = random.nextInt(bytes.length);
        int to = Math.min(bytes.length, from + 1 + random.nextInt(8));
        byte[] head = Arrays.copyOfRange(bytes, 0, from);
        byte[] piece = Arrays.copyOfRange(bytes, from, to);
        byte[] tail = Arrays.copyOfRange(bytes, to, bytes.length);
        return switch (random.nextInt(4)) {
            case 0 -> joined(head, tail);
            case 1 -> joined(head, piece, piece, tail);
            case 2 -> {
                piece[random.nextInt(piece.length)] ^= (byte) (1 << random.nextInt(8));
                yield joined(head, piece, tail);
            }
            default -> {
                random.nextBytes(piece);
                yield joined(head, piece, tail);
            }
        };
    }

    private static byte[] joined(byte[]... pieces) {
        int length = Arrays.stream(pieces).mapToInt(piece -> piece.length).sum();
        byte[] whole = new byte[length];
        int at = 0;
        for (byte[] piece : pieces) {
            System.arraycopy(piece, 0, whole, at, piece.length);
            at += piece.length;
        }
        return whole;
    }
}

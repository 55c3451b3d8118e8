package dev.farthing.settlement;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that differs, whoever found it.
 *
 * @param kind which comparison: {@code ACCOUNT_BALANCE}, {@code PAYMENT_TRANSFER} ...; see docs/runbooks/night.md
 * @param subject what differs, such as {@code account:17} or {@code transfer:UUID}; the same difference has the same subject
 * @param owners {@code vendor:CODE} and {@code customer:CODE} whose payouts and collections stop until it is resolved
 * @param kept what is there, in the ledger's scale
 * @param counted what should be
 */
public record Finding(
        String kind,
        String subject,
        List<String> owners,
        @Nullable String currency,
        @Nullable BigDecimal kept,
        @Nullable BigDecimal counted,
        String detail) {}

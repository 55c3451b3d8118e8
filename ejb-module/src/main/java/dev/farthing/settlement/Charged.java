package dev.farthing.settlement;

import java.util.List;
import java.util.Map;

/**
 * What charging a page of vendors came to.
 *
 * @param statements how many were written
 * @param fees by currency, in its ledger scale
 */
public record Charged(int statements, Map<String, Long> fees, List<Finding> findings) {}

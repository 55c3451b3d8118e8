package dev.farthing.micropayment;

import java.time.Instant;
import java.util.List;

/**
 * How a customer stands to one vendor.
 *
 * @param changedAt since when it is so
 * @param caps what may be spent at this vendor; those over all vendors hold besides
 */
public record Consent(String vendor, String vendorName, ConsentState state, Instant changedAt, List<CapUse> caps) {}

package dev.farthing.micropayment;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The most that a customer allows to be spent.
 *
 * @param rightsModel for PER_RIGHTS, and only for it
 * @param amount more than 0, in the currency's ledger scale
 */
public record Cap(CapKind kind, @Nullable RightsModel rightsModel, String currency, long amount) {
    /** Caps of one consent, or over all vendors. */
    public static final int MOST_CAPS = 50;

    /** The highest cap, in the ledger's scale: what is used of it never overflows. */
    public static final long MAX_AMOUNT = 1_000_000_000_000_000L;

    /** What one cap is told from another by: of two that count the same in one currency, which would hold? */
    private record Scope(CapKind kind, @Nullable RightsModel rightsModel, String currency) {}

    /**
     * Checks caps that are to stand together.
     *
     * @param atOneVendor false if they are to hold over all vendors
     * @throws MicropaymentRefused if there are too many, one is not in form, or two count the same
     */
    static void check(List<Cap> caps, boolean atOneVendor) {
        if (caps.size() > MOST_CAPS) {
            throw refused("Give at most " + MOST_CAPS + " caps at once");
        }
        Set<Scope> scopes = new HashSet<>();
        for (Cap cap : caps) {
            cap.check(atOneVendor);
            if (!scopes.add(new Scope(cap.kind, cap.rightsModel, cap.currency))) {
                throw refused("Give one cap " + cap.kind + " in " + cap.currency + ", not two");
            }
        }
    }

    private void check(boolean atOneVendor) {
        if (amount < 1 || amount > MAX_AMOUNT) {
            throw refused("A cap is 1 to " + MAX_AMOUNT + " units of the currency's ledger scale");
        }
        if ((kind == CapKind.PER_RIGHTS) != (rightsModel != null)) {
            throw refused("Give rightsModel with PER_RIGHTS, and only with it");
        }
        if (kind == CapKind.PER_VENDOR && !atOneVendor) {
            throw refused("A cap PER_VENDOR stands in the consent for that vendor");
        }
    }

    private static MicropaymentRefused refused(String message) {
        return new MicropaymentRefused(MicropaymentRefused.Kind.NOT_POSSIBLE, message);
    }
}

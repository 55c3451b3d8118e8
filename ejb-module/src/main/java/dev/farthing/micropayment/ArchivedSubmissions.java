package dev.farthing.micropayment;

import dev.farthing.ledger.Ledger;
import dev.farthing.micropayment.SubmissionStore.Claim;
import dev.farthing.micropayment.SubmissionStore.Known;
import dev.farthing.micropayment.Terms.Named;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Submissions whose decision has left the database with its day: that they were decided is known for ever, and no more. */
@Dependent
class ArchivedSubmissions {
    @Inject
    private Ledger ledger;

    @Inject
    private SubmissionStore store;

    /** Of these, those that are archived, as decided by {@link RefusalCode#ARCHIVED}: what they were is for people to look up. */
    Map<Named, Known> known(Set<Named> keys) {
        if (keys.isEmpty()) {
            return Map.of();
        }
        List<Claim> claims = store.claims(keys);
        Set<LocalDate> archived =
                ledger.archived(claims.stream().map(Claim::day).collect(Collectors.toSet()));
        return claims.stream()
                .filter(claim -> archived.contains(claim.day()))
                .map(claim -> new Known(claim.key(), claim.fingerprint(), new Decision.Refused(RefusalCode.ARCHIVED)))
                .collect(Collectors.toMap(Known::key, Function.identity(), (one, same) -> one));
    }
}

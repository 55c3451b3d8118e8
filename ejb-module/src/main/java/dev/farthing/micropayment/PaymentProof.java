package dev.farthing.micropayment;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Compares payments and what belongs to them with the ledger's transfers. It reads for as long as it takes, and changes nothing. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class PaymentProof {
    @Inject
    private ProofStore store;

    /**
     * What does not agree: on the day, each accepted payment, return, firming and top-up has one transfer as it should be, and
     * each transfer of those causes has one of them; and vendors' conditional accounts hold what may still be reversed.
     *
     * @param limit of each comparison
     */
    public List<Discrepancy> prove(LocalDate day, int limit) {
        List<Discrepancy> all = new ArrayList<>(store.transfers(day, limit));
        all.addAll(store.conditional(limit));
        return List.copyOf(all);
    }
}

package dev.farthing.party;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A business that sells items by micropayment. It is taken on active and may be suspended, which keeps new payments out
 * and lets everything else go on. At the end it is closing, until what is conditional and payable is gone, and then closed.
 */
@Entity
@Table(name = "vendor")
public class Vendor {
    /** The life of a vendor; only an active one's submissions are accepted. */
    public enum Status {
        ACTIVE,
        SUSPENDED,
        CLOSING,
        CLOSED
    }

    static final Steps<Status> STEPS = new Steps<>(Map.of(
            Status.ACTIVE, Set.of(Status.SUSPENDED, Status.CLOSING),
            Status.SUSPENDED, Set.of(Status.ACTIVE, Status.CLOSING),
            Status.CLOSING, Set.of(Status.CLOSED)));

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private @Nullable Long id;

    @Column(nullable = false, updatable = false)
    private String code = "";

    @Column(nullable = false)
    private String name = "";

    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    private Status status = Status.ACTIVE;

    @Column(name = "fee_plan", nullable = false)
    private String feePlan = VendorContract.USUAL_FEE_PLAN;

    @Column(name = "conditional_days", nullable = false)
    private short conditionalDays;

    @Column(name = "payout_iban")
    private @Nullable String payoutIban;

    @Column(name = "request_limit")
    private @Nullable Integer requestLimit;

    /** For the persistence provider. */
    protected Vendor() {}

    Vendor(String code, VendorContract contract) {
        this.code = code;
        agree(contract);
    }

    /** The row's number; known once the vendor is stored. */
    public long id() {
        if (id == null) {
            throw new IllegalStateException("Vendor " + code + " is not stored yet");
        }
        return id;
    }

    public String code() {
        return code;
    }

    public String name() {
        return name;
    }

    public Status status() {
        return status;
    }

    /** The owner of this vendor's accounts in the ledger. */
    public String accountOwner() {
        return "vendor:" + code;
    }

    public VendorContract contract() {
        return new VendorContract(name, feePlan, conditionalDays, payoutIban, requestLimit);
    }

    final void agree(VendorContract contract) {
        this.name = contract.name();
        this.feePlan = contract.feePlan();
        this.conditionalDays = (short) contract.conditionalDays();
        this.payoutIban = contract.payoutIban();
        this.requestLimit = contract.requestLimit();
    }

    void become(Status next) {
        STEPS.check("Vendor " + code, status, next);
        this.status = next;
    }
}

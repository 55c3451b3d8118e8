package dev.farthing.party;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A person who pays, in advance or on a tab. Money and its limits are in the ledger. A customer may be frozen, which keeps
 * money from being spent. At the end the customer is closing, until nothing is left, and then closed.
 */
@Entity
@Table(name = "customer")
public class Customer {
    /** The life of a customer. */
    public enum Status {
        ACTIVE,
        FROZEN,
        CLOSING,
        CLOSED
    }

    /** Whether money comes in before it is spent, or after. */
    public enum Kind {
        PREPAID,
        TAB
    }

    static final Steps<Status> STEPS = new Steps<>(Map.of(
            Status.ACTIVE, Set.of(Status.FROZEN, Status.CLOSING),
            Status.FROZEN, Set.of(Status.ACTIVE, Status.CLOSING),
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

    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    private Kind kind = Kind.PREPAID;

    @Column(name = "mandate_reference")
    private @Nullable String mandateReference;

    @Column(name = "mandate_iban")
    private @Nullable String mandateIban;

    @Column(name = "mandate_signed_on")
    private @Nullable LocalDate mandateSignedOn;

    /** For the persistence provider. */
    protected Customer() {}

    Customer(String code, CustomerContract contract) {
        this.code = code;
        agree(contract);
    }

    /** The row's number; known once the customer is stored. */
    public long id() {
        if (id == null) {
            throw new IllegalStateException("Customer " + code + " is not stored yet");
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

    /** The owner of this customer's accounts in the ledger. */
    public String accountOwner() {
        return "customer:" + code;
    }

    public CustomerContract contract() {
        return new CustomerContract(name, kind, mandate());
    }

    private @Nullable Mandate mandate() {
        return mandateReference == null || mandateIban == null || mandateSignedOn == null
                ? null
                : new Mandate(mandateReference, mandateIban, mandateSignedOn);
    }

    final void agree(CustomerContract contract) {
        this.name = contract.name();
        this.kind = contract.kind();
        Mandate mandate = contract.mandate();
        this.mandateReference = mandate == null ? null : mandate.reference();
        this.mandateIban = mandate == null ? null : mandate.iban();
        this.mandateSignedOn = mandate == null ? null : mandate.signedOn();
    }

    void become(Status next) {
        STEPS.check("Customer " + code, status, next);
        this.status = next;
    }
}

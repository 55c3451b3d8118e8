package dev.farthing.party;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** A person who pays. Money and its limits are in the ledger; a customer ends by being closed. */
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

    /** For the persistence provider. */
    protected Customer() {}

    Customer(String code, String name) {
        this.code = code;
        this.name = name;
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

    void rename(String newName) {
        this.name = newName;
    }
}

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

/** A business that sells items by micropayment. It is taken on active, may be suspended, and is closed at the end. */
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
    protected Vendor() {}

    Vendor(String code, String name) {
        this.code = code;
        this.name = name;
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

    void rename(String newName) {
        this.name = newName;
    }
}

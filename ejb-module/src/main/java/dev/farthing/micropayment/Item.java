package dev.farthing.micropayment;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** Something that a vendor sells: what it costs and what the buyer may do with it. */
@Entity
@Table(name = "item")
class Item {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private @Nullable Long id;

    @Column(name = "vendor_id", nullable = false, updatable = false)
    private long vendorId;

    @Column(nullable = false, updatable = false)
    private String code = "";

    @Column(nullable = false)
    private String title = "";

    @Column(nullable = false)
    private String currency = "";

    @Column(nullable = false)
    private String rights = "";

    @Column(name = "on_sale", nullable = false)
    private boolean onSale;

    /** For the persistence provider. */
    protected Item() {}

    Item(long vendorId, String code, Catalogue.Description description) {
        this.vendorId = vendorId;
        this.code = code;
        describe(description);
    }

    long id() {
        if (id == null) {
            throw new IllegalStateException("Item " + code + " is not stored yet");
        }
        return id;
    }

    final void describe(Catalogue.Description description) {
        this.title = description.title();
        this.currency = description.currency();
        this.rights = description.rights();
        this.onSale = description.onSale();
    }
}

package dev.farthing.micropayment;

import jakarta.ejb.ApplicationException;
import java.util.List;

/** Items that cannot be published as they are written. None of them was, also none of those that are in form. */
@ApplicationException(rollback = true)
public class CatalogueRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Complaint> complaints;

    CatalogueRefused(List<Complaint> complaints) {
        super("Nothing was published: correct what is named in errors and send all of it again");
        this.complaints = List.copyOf(complaints);
    }

    /** By row; at most a hundred. */
    public List<Complaint> complaints() {
        return complaints;
    }
}

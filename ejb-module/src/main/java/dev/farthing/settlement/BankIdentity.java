package dev.farthing.settlement;

import dev.farthing.bankfile.BankAccount;
import dev.farthing.bankfile.Creditor;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The account that Farthing's money goes through at the bank, and the folders in which the two exchange files. */
@ApplicationScoped
class BankIdentity {
    @Inject
    @ConfigProperty(name = "farthing.bank.name", defaultValue = "Farthing")
    private String name;

    @Inject
    @ConfigProperty(name = "farthing.bank.iban")
    private Optional<String> iban;

    @Inject
    @ConfigProperty(name = "farthing.bank.bic")
    private Optional<String> bic;

    @Inject
    @ConfigProperty(name = "farthing.creditor.id")
    private Optional<String> creditorId;

    @Inject
    @ConfigProperty(name = "farthing.bank.folder", defaultValue = "bank")
    private String folder;

    /** @throws IllegalStateException if nobody has said which account it is */
    BankAccount account() {
        String account = required(iban, "FARTHING_BANK_IBAN");
        try {
            return new BankAccount(name, account, bic.orElse(null));
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(
                    "FARTHING_BANK_IBAN, FARTHING_BANK_NAME or FARTHING_BANK_BIC cannot stand in a file: "
                            + e.getMessage(),
                    e);
        }
    }

    /** @throws IllegalStateException as {@link #account}, or if the bank's creditor identifier is not said */
    Creditor creditor() {
        return new Creditor(account(), required(creditorId, "FARTHING_CREDITOR_ID"));
    }

    private static String required(Optional<String> value, String variable) {
        return value.orElseThrow(() -> new IllegalStateException(variable
                + " is not set: the bank's files cannot be written without it. Set it and start the run again"));
    }

    /** What the bank takes from here, and answers into. */
    Path folder() {
        return Path.of(folder).toAbsolutePath();
    }
}

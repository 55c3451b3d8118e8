package dev.farthing.launcher;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the server's configuration reads from its environment; whatever the caller has set goes before the defaults here. */
final class ServerEnvironment {
    /** In form, and given to nobody. */
    private static final String SAMPLE_CREDITOR = "DE98ZZZ09999999999";

    private ServerEnvironment() {}

    static Map<String, String> of(Settings settings, Secrets secrets, Database database) throws IOException {
        Home home = settings.home();
        int cores = Runtime.getRuntime().availableProcessors();
        String connections = String.valueOf(2 * cores + 1);
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("FARTHING_POOL_MIN", settings.text("FARTHING_POOL_MIN", connections));
        environment.put("FARTHING_POOL_MAX", settings.text("FARTHING_POOL_MAX", connections));
        environment.put("FARTHING_IO_THREADS", settings.text("FARTHING_IO_THREADS", String.valueOf(2 * cores)));
        environment.put(
                "FARTHING_SEALING_THREADS", settings.text("FARTHING_SEALING_THREADS", String.valueOf(2 * cores)));
        environment.put("FARTHING_NODE", home.node());
        environment.put("FARTHING_BIND", settings.bind());
        environment.put("FARTHING_PUBLIC_URL", settings.publicUrl());
        environment.put("FARTHING_DATABASE_URL", database.url());
        environment.put("FARTHING_DATABASE_USER", database.user());
        environment.put("FARTHING_CREDENTIAL_STORE", home.credentialStore().toString());
        environment.put("FARTHING_CREDENTIAL_STORE_PASSWORD", secrets.storePassword());
        environment.put("FARTHING_OPERATORS", home.operators().toString());
        environment.put(
                "FARTHING_BANK_FOLDER",
                settings.text("FARTHING_BANK_FOLDER", home.bank().toString()));
        if (!settings.production()) {
            // Whoever tries it out needs an account to pay from; a bank says which is its own.
            environment.put("FARTHING_BANK_IBAN", settings.text("FARTHING_BANK_IBAN", BankIban.SAMPLE));
            environment.put("FARTHING_CREDITOR_ID", settings.text("FARTHING_CREDITOR_ID", SAMPLE_CREDITOR));
        }
        environment.put("FARTHING_TLS_KEYSTORE", home.tlsKeyStore().toString());
        // Its log is a file that turns over; what it says besides would grow without end.
        environment.put("FARTHING_LOG_CONSOLE", settings.text("FARTHING_LOG_CONSOLE", "false"));
        // The server has the database's password from the credential store, and never the migrations'.
        environment.put("FARTHING_DATABASE_PASSWORD", "");
        environment.put("FARTHING_MIGRATOR_PASSWORD", "");
        return environment;
    }
}

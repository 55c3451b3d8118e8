package dev.farthing.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The server's first certificate: self-signed for this machine, until the bank puts its own in place. */
final class TlsKeyStore {

    private static final String ALIAS = "farthing";
    private static final String DAYS_VALID = "825";

    private final Home home;

    TlsKeyStore(Home home) {
        this.home = home;
    }

    void prepare(String password, String bind) throws IOException, InterruptedException, Problem {
        if (Files.exists(home.tls())) {
            return;
        }
        Path made = SafeFiles.unfinished(home.tls());
        SafeFiles.deleteTree(made);
        SafeFiles.folder(made, SafeFiles.OPEN_FOLDER);
        Path keyStore = made.resolve(home.tlsKeyStore().getFileName());
        Path certificate = made.resolve(home.tlsCertificate().getFileName());
        keytool(
                password,
                List.of(
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-validity",
                        DAYS_VALID,
                        "-dname",
                        "CN=Farthing",
                        "-ext",
                        "san=" + names(bind),
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        keyStore.toString()));
        keytool(
                password,
                List.of("-exportcert", "-rfc", "-keystore", keyStore.toString(), "-file", certificate.toString()));
        SafeFiles.onlyForOwner(keyStore);
        Files.move(made, home.tls());
    }

    /** The password goes by the environment: a command line can be read by everyone on the machine. */
    private static void keytool(String password, List<String> arguments)
            throws IOException, InterruptedException, Problem {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(arguments);
        command.addAll(List.of("-alias", ALIAS, "-storepass:env", "FARTHING_KEYTOOL_PASSWORD"));
        Command.Result result = Command.run(command, Map.of("FARTHING_KEYTOOL_PASSWORD", password));
        if (result.failed()) {
            throw new Problem("The certificate for HTTPS cannot be made (" + result.lastLine()
                    + "): use a JDK, whose keytool is at " + command.get(0) + ".");
        }
    }

    private static String names(String bind) {
        List<String> names = new ArrayList<>(List.of("dns:localhost", "ip:127.0.0.1", "ip:::1"));
        String host = hostName();
        if (host.matches("[A-Za-z0-9][A-Za-z0-9.-]*") && !host.equals("localhost")) {
            names.add("dns:" + host);
        }
        if (bind.matches("[0-9.]+|[0-9a-fA-F:]+")
                && !List.of("0.0.0.0", "::", "127.0.0.1", "::1").contains(bind)) {
            names.add("ip:" + bind);
        }
        return String.join(",", names);
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException unnamed) {
            return "localhost";
        }
    }
}

package dev.farthing.kit.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.kit.client.ClientSettings;
import dev.farthing.kit.client.PrivateFiles;
import dev.farthing.kit.client.Server;
import dev.farthing.kit.json.MalformedJson;
import dev.farthing.kit.json.StrictJson;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * A folder of one vendor, or one customer's device: its keys, which server it belongs to and as whom, the certificate that it
 * trusts, and what it has asked for.
 */
final class KitHome {
    private static final int MAX_FILE_BYTES = 1 << 20;
    private static final String SETTINGS = "settings.json";
    private static final String TRUST = "trust.pem";
    private static final String KEYS = "keys.json";
    private static final String KEY_SET = "server-keys.json";

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmssSSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Path folder;

    /**
     * Where one belongs.
     *
     * @param server whom to talk to
     * @param self the vendor's or the customer's code
     */
    record Membership(Server server, String self) {}

    KitHome(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    /** Makes the folder, readable to its owner only. */
    void prepare() throws HomeProblem {
        try {
            PrivateFiles.folder(folder);
        } catch (IOException e) {
            throw new HomeProblem("The folder " + folder + " cannot be made: " + e.getMessage());
        }
    }

    Path keys() {
        return folder.resolve(KEYS);
    }

    /** The keys of an enrolment that has not been answered yet. */
    Path newKeys() {
        return folder.resolve("keys.enrolling.json");
    }

    Path journal() {
        return folder.resolve("journal");
    }

    /** The storefront's own journal and counts, so that a command and a shop may run side by side. */
    Path shop() {
        return folder.resolve("shop");
    }

    boolean isMember() {
        return Files.exists(folder.resolve(SETTINGS));
    }

    /** Passes if nobody has joined here, or the same party may be about to join again. */
    void requireOpenTo(Server server, boolean again) throws HomeProblem {
        if (!isMember()) {
            return;
        }
        Membership member = membership();
        if (!again || !member.server().audience().equals(server.audience())) {
            throw new HomeProblem(folder + " belongs to " + member.self() + " at "
                    + member.server().audience() + " already, and nothing was changed: give another --home; or --again,"
                    + " if it is " + member.self() + " that joins there again with new keys.");
        }
    }

    /**
     * Takes the new keys into use, now that the server has said whose they are; keys from before are kept beside.
     *
     * @param pem what to trust from now on, or null for what was trusted before
     * @param clock gives the files of before their names
     */
    void admit(Membership membership, @Nullable Path pem, Clock clock) throws HomeProblem {
        String stamp = STAMP.format(clock.instant());
        if (isMember() && !membership().self().equals(membership.self())) {
            Path aside = folder.resolve("keys.other-" + stamp + ".json");
            move(newKeys(), aside);
            throw new HomeProblem("The code was for " + membership.self() + ", but " + folder + " belongs to "
                    + membership().self() + " and stays as it was. To go on, move " + aside
                    + " into another --home as " + newKeys().getFileName() + " and give the same command there.");
        }
        if (Files.exists(keys())) {
            Path kept = folder.resolve("keys.before-" + stamp + ".json");
            try {
                PrivateFiles.writeNew(kept, PrivateFiles.read(keys(), MAX_FILE_BYTES));
            } catch (IOException e) {
                throw new HomeProblem("The old keys cannot be kept as " + kept + ": " + e.getMessage());
            }
        }
        move(newKeys(), keys());
        if (pem != null) {
            trust(pem);
        }
        join(membership);
    }

    private static void move(Path from, Path to) throws HomeProblem {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new HomeProblem(from + " cannot be moved to " + to + ": " + e.getMessage());
        }
    }

    private void join(Membership membership) throws HomeProblem {
        ObjectNode json = StrictJson.newObject()
                .put("server", membership.server().base().toString())
                .put("audience", membership.server().audience())
                .put("self", membership.self());
        write(SETTINGS, StrictJson.bytes(json));
    }

    Membership membership() throws HomeProblem {
        if (!isMember()) {
            throw new HomeProblem(
                    "Nobody has enrolled in " + folder + " yet: begin with enrol or register, or give another --home.");
        }
        try {
            ObjectNode json = StrictJson.object(read(SETTINGS));
            return new Membership(
                    new Server(
                            URI.create(json.path("server").asText()),
                            json.path("audience").asText()),
                    json.path("self").asText());
        } catch (MalformedJson e) {
            throw new HomeProblem(folder.resolve(SETTINGS) + " is " + e.getMessage() + ".");
        }
    }

    private void trust(Path pem) throws HomeProblem {
        try {
            write(TRUST, Files.readAllBytes(pem));
        } catch (IOException e) {
            throw unreadable(pem, e);
        }
    }

    /** Settings that trust that certificate, or those authorities. */
    ClientSettings settings(Path pem) throws HomeProblem {
        try {
            return ClientSettings.trusting(context(Files.readAllBytes(pem)));
        } catch (IOException | GeneralSecurityException e) {
            throw unreadable(pem, e);
        }
    }

    private static HomeProblem unreadable(Path pem, Exception e) {
        return new HomeProblem("The certificate " + pem + " cannot be read (" + e.getMessage()
                + "): give a PEM file, such as ./farthing up prints.");
    }

    /** Settings that trust what this home trusts, or else what the machine does. */
    ClientSettings settings() throws HomeProblem {
        Path pem = folder.resolve(TRUST);
        try {
            return Files.exists(pem) ? ClientSettings.trusting(context(read(TRUST))) : ClientSettings.defaults();
        } catch (IOException | GeneralSecurityException e) {
            throw new HomeProblem("The certificate " + pem + " cannot be read: give --trust again.");
        }
    }

    void keepKeySet(byte[] keySet) throws HomeProblem {
        write(KEY_SET, keySet);
    }

    byte[] keptKeySet() throws HomeProblem {
        return read(KEY_SET);
    }

    private static SSLContext context(byte[] pem) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        int number = 0;
        for (Certificate certificate :
                CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem))) {
            trusted.setCertificateEntry("trusted-" + number++, certificate);
        }
        if (number == 0) {
            throw new GeneralSecurityException("there is none in it");
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private byte[] read(String name) throws HomeProblem {
        try {
            return PrivateFiles.read(folder.resolve(name), MAX_FILE_BYTES);
        } catch (IOException e) {
            throw new HomeProblem(folder.resolve(name) + " cannot be read: " + e.getMessage());
        }
    }

    private void write(String name, byte[] bytes) throws HomeProblem {
        try {
            PrivateFiles.replace(folder.resolve(name), bytes);
        } catch (IOException e) {
            throw new HomeProblem(folder.resolve(name) + " cannot be written: " + e.getMessage());
        }
    }
}

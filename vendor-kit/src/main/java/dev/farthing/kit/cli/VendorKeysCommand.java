package dev.farthing.kit.cli;

import dev.farthing.kit.client.FarthingClient;
import dev.farthing.kit.envelope.KeyFamily;
import dev.farthing.kit.json.StrictJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A vendor's keys. */
@Command(name = "keys", mixinStandardHelpOptions = true, description = "The keys: list, rotate, revoke.")
final class VendorKeysCommand {
    /** Which of the two keys. */
    enum Which {
        SIGNING,
        ENCRYPTION,
        BOTH
    }

    @Command(mixinStandardHelpOptions = true, description = "Lists the keys that the server knows.")
    int list(@Mixin VendorDoor door) throws Exception {
        door.printer().list(door.api().keys(), "keys", "kid", "usage", "family", "state", "createdAt", "retiresAt");
        return Exit.DONE.code();
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Lets new keys follow; interrupted, it goes on where it stopped.")
    int rotate(
            @Mixin VendorDoor door,
            @Option(names = "--usage", defaultValue = "BOTH", description = "${COMPLETION-CANDIDATES}") Which which,
            @Option(names = "--family", defaultValue = "ED25519", description = "${COMPLETION-CANDIDATES}")
                    KeyFamily family)
            throws Exception {
        FarthingClient client = door.client();
        var kids = StrictJson.newObject();
        if (which != Which.ENCRYPTION) {
            kids.put("signingKid", client.rotateSigningKey(family));
        }
        if (which != Which.SIGNING) {
            kids.put("encryptionKid", client.rotateEncryptionKey(family));
        }
        door.printer().show(kids);
        return Exit.DONE.code();
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Takes a key out of use at once. Without active keys, enrol --again with a new code.")
    int revoke(
            @Mixin VendorDoor door,
            @Parameters(paramLabel = "KID") String kid,
            @Option(names = "--reason", required = true) String reason)
            throws Exception {
        door.printer().show(door.api().revokeKey(kid, reason));
        return Exit.DONE.code();
    }
}

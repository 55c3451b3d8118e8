package dev.farthing.kit.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.kit.client.ClientSettings;
import dev.farthing.kit.client.Statements;
import dev.farthing.kit.json.StrictJson;
import dev.farthing.kit.token.Entitlement;
import dev.farthing.kit.token.Ticket;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says what a signed statement is worth. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = "Verifies an entitlement, and whether it was revoked; or a customer's ticket.")
final class VerifyCommand implements Callable<Integer> {
    @Mixin
    VendorDoor door = new VendorDoor();

    @Option(names = "--ticket", description = "it is a ticket")
    boolean ticket;

    @Option(names = "--nonce", description = "what the ticket must hold")
    @Nullable String nonce;

    @Option(
            names = "--offline",
            description = "ask nobody: with the server's keys as they were last fetched, and without its status list")
    boolean offline;

    @Parameters(paramLabel = "STATEMENT", description = "the compact JWS")
    String statement = "";

    @Override
    public Integer call() throws Exception {
        KitHome home = door.home();
        KitHome.Membership self = home.membership();
        ClientSettings settings = home.settings();
        if (!offline) {
            home.keepKeySet(Statements.keySet(self.server(), settings));
        }
        Statements statements = Statements.offline(self.server(), self.self(), settings, home.keptKeySet());
        if (ticket) {
            door.printer().show(json(statements.ticket(statement, nonce)));
            return Exit.DONE.code();
        }
        Entitlement entitlement = statements.entitlement(statement);
        boolean inTime = entitlement.isInTime(settings.clock().instant());
        ObjectNode json = Answers.json(entitlement).put("inTime", inTime);
        boolean revoked = !offline && statements.isRevoked(entitlement);
        if (!offline) {
            json.put("revoked", revoked);
        }
        door.printer().show(json);
        return (inTime && !revoked ? Exit.DONE : Exit.REFUSED).code();
    }

    private static ObjectNode json(Ticket ticket) {
        return StrictJson.newObject()
                .put("vendor", ticket.audience())
                .put("customer", ticket.identifier())
                .put("ticket", ticket.id())
                .put("expiresAt", ticket.expiresAt().toString());
    }
}

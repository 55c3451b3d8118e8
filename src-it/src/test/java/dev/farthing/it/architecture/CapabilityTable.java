package dev.farthing.it.architecture;

import static dev.farthing.it.architecture.Row.row;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which capability may know which. The domain's lines are those of the design; what the code has added to them says why.
 * Micropayment, stored value and merchant card never see one another nor settlement: they meet in the ledger and in the
 * night's job.
 */
final class CapabilityTable {
    private static final List<Row> DOMAIN = List.of(
            row("money", "", "values"),
            row("database", "", "hands the stores their SQL handles; knows no table"),
            row("lane", "", "generic: knows nothing of money"),
            row("bankfile", "", "ISO 20022 from bytes and to bytes"),
            row("calendar", "database", "its store"),
            row("party", "money database", "its store"),
            row(
                    "keys",
                    "party calendar database lane outbox audit kit.envelope kit.proof",
                    "its store; rounds; seals, opens, checks proofs; what becomes of keys is told and audited; a revocation"
                            + " takes the gate"),
            row(
                    "device",
                    "party keys outbox audit database kit.envelope kit.proof",
                    "its store; devices sign as vendors do; codes and revocations are audited"),
            row("ledger", "money calendar database lane", "its store; rounds of folding"),
            row("outbox", "database lane", "its store; rounds of the relay"),
            row("audit", "database", "its store"),
            row("idempotency", "database lane", "its store; rounds of forgetting"),
            row(
                    "micropayment",
                    "ledger calendar party keys lane outbox audit money database kit.envelope kit.message kit.token",
                    "the ledger's currencies are money's; its store; what vendors say and are told"),
            row(
                    "storedvalue",
                    "ledger calendar party device lane outbox audit money database",
                    "the ledger's currencies are money's; its store"),
            row(
                    "merchantcard",
                    "ledger calendar party device keys lane outbox audit money database",
                    "the ledger's currencies are money's; its store"),
            row(
                    "settlement",
                    "ledger calendar party keys outbox audit money database bankfile",
                    "the ledger's currencies are money's; its stores; speaks to the bank in files"),
            row("runs", "database", "its store; knows no job"),
            row("notification", "party device keys outbox database", "its store"));

    private static final List<Row> WEB = List.of(
            row("web", "", "the application itself"),
            row(
                    "web.problem",
                    "money calendar party keys device ledger outbox micropayment settlement runs batch.settlement idempotency"
                            + " database",
                    "every refusal becomes a problem, and so does a failing machine"),
            row("web.idempotency", "idempotency web.problem", "the header in front of every unsealed write"),
            row("web.limit", "keys web.problem", "the keys' ring knows the limits of vendors' contracts"),
            row(
                    "web.keys",
                    "keys audit kit.proof kit.envelope web.limit web.problem",
                    "the kit's records stand in its doors; operators have a name in the trail"),
            row(
                    "web.device",
                    "device keys kit.proof kit.envelope web.keys web.limit web.problem web.idempotency",
                    "devices prove requests as vendors do; a code is a code"),
            row(
                    "web.party",
                    "party keys ledger money micropayment audit web.problem web.device",
                    "taking a party on opens its accounts; who does it is audited; customers prove who they are"),
            row("web.audit", "audit web.problem", ""),
            row("web.outbox", "outbox party web.keys web.problem", "a vendor's feed is the vendor's own"),
            row("web.calendar", "calendar web.problem", ""),
            row(
                    "web.settlement",
                    "settlement runs batch.settlement ledger calendar audit money web.keys web.device web.problem",
                    "the job board; who starts a job is audited; vendors and customers prove who they are"),
            row("web.ledger", "ledger calendar money web.problem web.keys", "vendors prove who they are"),
            row(
                    "web.micropayment",
                    "micropayment settlement ledger money kit.envelope web.idempotency web.keys web.device web.limit web.problem",
                    "a refused envelope is 400, one too many is 429; vendors and customers prove who they are; a customer's"
                            + " statement has collections in it"),
            row("web.notification", "notification web.problem web.device", "customers prove who they are"),
            row("web.health", "calendar ledger keys micropayment", "ready when each of them is"));

    private static final List<Row> BATCH = List.of(
            row(
                    "batch.settlement",
                    "calendar ledger micropayment settlement runs lane audit database",
                    "the night is over the facades; who starts it is audited; the keeper's rounds; what failed for now is tried again"));

    private static final List<Row> KIT = List.of(
            row("kit.json", "", "strict reading"),
            row("kit.envelope", "kit.json", ""),
            row("kit.message", "kit.json kit.envelope", ""),
            row("kit.proof", "kit.json kit.envelope", ""),
            row("kit.token", "kit.json kit.envelope", "what the server signs for anyone to verify"),
            row("kit.client", "kit.json kit.envelope kit.message kit.proof kit.token", "reads what the server states"),
            row(
                    "kit.shop",
                    "kit.json kit.message kit.token kit.client",
                    "sells by the client, opens on what the server states"),
            row(
                    "kit.cli",
                    "kit.json kit.envelope kit.message kit.token kit.client kit.shop",
                    "every command over the client"),
            row("kit.demo", "kit.json kit.envelope kit.message kit.proof kit.client", "a vendor like any other"));

    private static final List<Row> LAUNCHER =
            List.of(row("launcher", "", "runs the others as processes, never as classes"));

    private static final Map<String, Row> ROWS = Stream.of(DOMAIN, WEB, BATCH, KIT, LAUNCHER)
            .flatMap(List::stream)
            .collect(Collectors.toUnmodifiableMap(Row::capability, Function.identity()));

    private CapabilityTable() {}

    static boolean has(String capability) {
        return ROWS.containsKey(capability);
    }

    static boolean allows(String capability, String used) {
        Row row = ROWS.get(capability);
        return row != null && (capability.equals(used) || row.mayUse().contains(used));
    }

    static Set<String> capabilities() {
        return ROWS.keySet();
    }
}

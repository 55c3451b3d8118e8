package dev.farthing.it.architecture;

import java.util.Map;
import java.util.Set;

/** Who in the house of the fixtures breaks which rule. Whoever is not named for a rule keeps it. */
final class Offences {
    private static final Map<String, Set<String>> OFFENDERS = Map.ofEntries(
            Map.entry("every package of the house has a line in the capability table", Set.of("attic.NotInTheTable")),
            Map.entry(
                    "a capability uses what its line allows, and nothing else",
                    Set.of("money.KnowsTheLedger", "micropayment.LooksIntoWallets", "micropayment.CallsTheVendor")),
            Map.entry(
                    "modules are compiled in the directions of the design",
                    Set.of("micropayment.CallsTheVendor", "web.settlement.StartsAStepItself", "web.keys.SealsItself")),
            Map.entry("no capability is part of a cycle", Set.of("money.KnowsTheLedger", "ledger.BlamelessLedger")),
            Map.entry("the vendor kit knows no Jakarta EE", Set.of("kit.message.KnowsJakarta")),
            Map.entry("money knows no Jakarta EE", Set.of("money.KnowsJakarta")),
            Map.entry("lanes know no Jakarta EE", Set.of("lane.KnowsJakarta")),
            Map.entry("the bank's files know no Jakarta EE", Set.of("bankfile.KnowsJakarta")),
            Map.entry("javax is Java's own", Set.of("ledger.OldNamespace")),
            Map.entry(
                    "SQL and entity managers stand in stores only",
                    Set.of("ledger.AsksByJdbc", "ledger.AsksByJdbi", "ledger.AsksByJpa", "ledger.AsksTheDatabase")),
            Map.entry("a store is its capability's own", Set.of("ledger.OpenStore")),
            Map.entry(
                    "doors that wait and listeners have no transaction",
                    Set.of(
                            "keys.WaitsInATransaction",
                            "notification.ListensInATransaction",
                            "batch.settlement.JobBoard")),
            Map.entry(
                    "a singleton locks for itself, so that it serialises nobody", Set.of("keys.SerialisesItsCallers")),
            Map.entry(
                    "a batch is a transaction of its own on a stateless bean",
                    Set.of("micropayment.JoiningBatch", "micropayment.HomelessBatch")),
            Map.entry(
                    "ledger, outbox, calendar and audit are part of their callers' transactions",
                    Set.of("ledger.Ledger")),
            Map.entry("transactions are declared on facades and listeners only", Set.of("ledger.TransactionalValue")),
            Map.entry(
                    "no bean keeps a conversation, and none ends a transaction by hand",
                    Set.of("micropayment.EndsByHand", "micropayment.Converses")),
            Map.entry(
                    "the time comes from a clock that is handed in",
                    Set.of("ledger.ReadsTheClock", "ledger.ReadsTheMillis", "ledger.ReadsTheClockByReference")),
            Map.entry(
                    "no amount is a float",
                    Set.of("ledger.KeepsAFloat", "ledger.TakesAFloat", "ledger.ReckonsInFloats")),
            Map.entry(
                    "the server makes no threads of its own",
                    Set.of("ledger.MakesAThread", "ledger.MakesAPool", "ledger.UsesTheCommonPool")),
            Map.entry("nobody changes the platform's security providers", Set.of("keys.AddsAProvider")),
            Map.entry("names are nouns of the trade", Set.of("ledger.LedgerHelper", "ledger.AccountDto")),
            Map.entry("every package says that nothing is null unless marked", Set.of("attic.NotInTheTable")),
            Map.entry(
                    "a type is public only if somebody outside its package needs it",
                    Set.of("ledger.PublicForNobody", "ledger.OpenStore")));

    private Offences() {}

    static Set<String> by(String rule) {
        return OFFENDERS.getOrDefault(rule, Set.of());
    }
}

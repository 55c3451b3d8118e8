package dev.farthing.launcher;

import picocli.CommandLine.Command;

@Command(
        name = "bank",
        description = "A simulated bank for demonstrations and tests.",
        subcommands = BankAnswerCommand.class,
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class BankCommand {}

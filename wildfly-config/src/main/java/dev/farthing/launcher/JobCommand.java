package dev.farthing.launcher;

import picocli.CommandLine.Command;

@Command(
        name = "job",
        description = "Starts and watches the jobs of a running server, for people and for a bank's scheduler.",
        subcommands = {
            JobStartCommand.class,
            JobListCommand.class,
            JobShowCommand.class,
            JobStopCommand.class,
            JobRestartCommand.class
        },
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "Exit status:%n",
        exitCodeList = {
            "0:The run is completed (without --wait: begun, or completed before)",
            "1:Refused, or nothing answers; standard error says what to do",
            "2:The command itself is wrong",
            "3:The run failed",
            "4:The run was stopped",
            "5:The run was interrupted: whoever worked on it is gone; start it again",
            "6:The run is not over within the time of --wait",
            "7:The run is completed, and has found breaks or refused files"
        })
final class JobCommand {}

package dev.farthing.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "answer",
        description = "Takes the payment files from out/, books them and writes statements into in/."
                + " Exit status 1 if it refused one, such as one that it has had before.",
        mixinStandardHelpOptions = true)
final class BankAnswerCommand implements Callable<Integer> {

    @Option(names = "--folder", paramLabel = "DIR", description = "Where out/ and in/ are: FARTHING_HOME/bank.")
    private @Nullable Path folder;

    @Option(
            names = "--return",
            paramLabel = "IBAN=CODE",
            description = "Orders to or from this account come back, with this reason, such as AC04.")
    private Map<String, String> returns = new LinkedHashMap<>();

    @Option(
            names = "--transfer",
            paramLabel = "AMOUNT:CURRENCY:IBAN:REMITTANCE",
            description = "Somebody sends money from this account.")
    private List<String> transfers = new ArrayList<>();

    @Option(names = "--iban", paramLabel = "IBAN", description = "The house's account: the one in its files.")
    private @Nullable String iban;

    @Option(
            names = "--day",
            paramLabel = "YYYY-MM-DD",
            converter = DayConverter.class,
            description = "The day of booking: today, in UTC.")
    private @Nullable LocalDate day;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws IOException, Problem {
        requireSound();
        List<BankTransfer> received = new ArrayList<>();
        for (String transfer : transfers) {
            received.add(BankTransfer.parse(transfer));
        }
        Path root = folder == null ? Farthing.settings().home().bank() : folder.toAbsolutePath();
        BankAnswer answer = new SimulatedBank(new BankFolder(root), Farthing.clock())
                .answer(new SimulatedBank.Instructions(returns, received, iban, day));
        if (json) {
            System.out.println(answer.toJson());
        } else {
            answer.lines().forEach(System.out::println);
        }
        answer.warnings().forEach(System.err::println);
        return answer.refused().isEmpty() ? 0 : Farthing.FAILED;
    }

    private void requireSound() throws Problem {
        if (iban != null && !BankIban.isSound(iban)) {
            throw new Problem("--iban is '" + iban + "', which is no IBAN: check its digits.");
        }
        for (Map.Entry<String, String> returned : returns.entrySet()) {
            if (!BankIban.isSound(returned.getKey())) {
                throw new Problem("--return names '" + returned.getKey() + "', which is no IBAN: check its digits.");
            }
            if (!returned.getValue().matches("[A-Z0-9]{4}")) {
                throw new Problem("--return gives the reason '" + returned.getValue()
                        + "': write a code of four capitals and digits, such as AC04.");
            }
        }
    }
}

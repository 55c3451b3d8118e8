package dev.farthing.batch.settlement;

import dev.farthing.settlement.BankFile;
import dev.farthing.settlement.BankFiles;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Map;

/** Writes the bank's files and stores them. */
@Named
@Dependent
public class FilesStep extends NightStep {
    @Inject
    private BankFiles files;

    @Override
    String work() {
        for (BankFile.Kind kind : BankFile.Kind.values()) {
            mayGoOn();
            for (BankFile file : files.write(day(), kind)) {
                advance(1, Map.of(file.currency(), file.controlSum()));
            }
        }
        return "files";
    }
}

package dev.farthing.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "recount", description = "Sums all transfers anew, compares every balance, and prints what differs.")
final class RecountCommand implements Callable<Integer> {

    @Override
    public Integer call() throws IOException, InterruptedException, Problem {
        JsonNode recount = new OperatorApi(Farthing.settings()).get("recount");
        System.out.println(recount.toPrettyString());
        return recount.path("unbalanced").asLong(-1) == 0 ? 0 : Farthing.FAILED;
    }
}

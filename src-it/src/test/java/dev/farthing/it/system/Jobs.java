package dev.farthing.it.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;

/** Jobs as an operator starts them and sees them end. */
final class Jobs {
    private static final int LIMIT_MILLIS = 60_000;
    private static final int POLL_MILLIS = 50;

    private final OperatorClient operator;

    Jobs(OperatorClient operator) {
        this.operator = operator;
    }

    void closeDay(LocalDate day) throws InterruptedException {
        run(OperatorClient.object().put("job", "close-business-day").put("day", day.toString()));
    }

    void importStatements() throws InterruptedException {
        run(OperatorClient.object().put("job", "import-bank-statements"));
    }

    private void run(ObjectNode order) throws InterruptedException {
        JsonNode run = operator.post("jobs", order).expect(202).json();
        String id = run.required("run").asText();
        for (int waited = 0;
                run.required("state").asText().equals("RUNNING") && waited < LIMIT_MILLIS;
                waited += POLL_MILLIS) {
            Thread.sleep(POLL_MILLIS);
            run = operator.get("jobs/" + id).expect(200).json();
        }
        assertThat(run.required("state").asText())
                .as("%s came to %s", order, run)
                .isEqualTo("COMPLETED");
    }
}

package dev.farthing.it.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.SQLException;
import java.util.List;

/** Business days of a server that are over. No day is closed but when a test needs one and there is none: few may be closed ahead. */
final class ClosedDays {
    private static final int LIMIT_MILLIS = 60_000;
    private static final int POLL_MILLIS = 50;

    private final FarthingServer server;
    private final OperatorClient operator;

    ClosedDays(FarthingServer server) {
        this.server = server;
        this.operator = new OperatorClient(server);
    }

    /** The last closed day; closes the open one if there is none yet. */
    String last() throws SQLException, InterruptedException {
        List<String> closed = Books.texts(server, "select max(day)::text from business_day where state = 'CLOSED'");
        if (closed.get(0) != null) {
            return closed.get(0);
        }
        return closeOpenDay();
    }

    /** Closes the day that is open now. */
    String closeOpenDay() throws SQLException, InterruptedException {
        String day = Books.texts(server, "select max(day)::text from business_day where state = 'OPEN'")
                .get(0);
        close(day);
        return day;
    }

    /** A run of the job that closes days. */
    String run() throws SQLException, InterruptedException {
        return close(last());
    }

    private String close(String day) throws InterruptedException {
        JsonNode run = operator.post("business-days/" + day + "/close?ahead=true")
                .expect(202)
                .json();
        String id = run.required("id").asText();
        String status = "STARTING";
        for (int waited = 0; status.startsWith("START") && waited < LIMIT_MILLIS; waited += POLL_MILLIS) {
            Thread.sleep(POLL_MILLIS);
            status = operator.get("jobs/" + id)
                    .expect(200)
                    .json()
                    .required("status")
                    .asText();
        }
        assertThat(status).as("closing %s", day).isEqualTo("COMPLETED");
        return id;
    }
}

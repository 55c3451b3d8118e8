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

    /** Closes a day, ahead of the clock if need be, and waits for the end of its run; returns the run. */
    String close(String day) throws InterruptedException {
        return end(begin(day, true), day);
    }

    /** Starts the closing of a day: 202 if it was begun by this, 200 if it runs already or is done. */
    Reply begin(String day, boolean ahead) throws InterruptedException {
        return operator.post(
                "jobs",
                OperatorClient.object()
                        .put("job", "close-business-day")
                        .put("day", day)
                        .put("ahead", ahead));
    }

    /** Waits for the end of a run that was answered, which must be a good one. */
    String end(Reply begun, String what) throws InterruptedException {
        assertThat(begun.status()).as(begun.text()).isIn(200, 202);
        String run = begun.json().required("run").asText();
        JsonNode found = begun.json();
        for (int waited = 0;
                found.required("state").asText().equals("RUNNING") && waited < LIMIT_MILLIS;
                waited += POLL_MILLIS) {
            Thread.sleep(POLL_MILLIS);
            found = operator.get("jobs/" + run).expect(200).json();
        }
        assertThat(found.required("state").asText()).as("%s: %s", what, found).isEqualTo("COMPLETED");
        return run;
    }
}

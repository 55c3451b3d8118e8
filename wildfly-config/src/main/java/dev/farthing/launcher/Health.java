package dev.farthing.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * What the server says of itself at {@code /health/ready}.
 *
 * @param answered whether it answered at all
 * @param ready whether it takes payments
 * @param reason why not, in words
 * @param businessDate the open business date, or an empty text
 */
record Health(boolean answered, boolean ready, String reason, String businessDate) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final int MAX_REASON_CHARS = 300;

    static Health ask(Settings settings) throws InterruptedException {
        HttpClient client = HttpClient.newBuilder().connectTimeout(LIMIT).build();
        HttpRequest request = HttpRequest.newBuilder(URI.create(settings.httpUrl() + "/health/ready"))
                .timeout(LIMIT)
                .build();
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            return of(response.statusCode(), response.body());
        } catch (IOException silent) {
            return new Health(false, false, "nothing answers at " + settings.httpUrl(), "");
        }
    }

    static Health of(int status, String body) {
        try {
            JsonNode json = JSON.readTree(body);
            StringBuilder reason = new StringBuilder();
            for (JsonNode check : json.path("checks")) {
                if (!check.path("status").asText().equals("UP")) {
                    reason.append(reason.isEmpty() ? "" : "; ")
                            .append(check.path("name").asText())
                            .append(": ")
                            .append(check.path("detail")
                                    .asText(check.path("status").asText()));
                }
            }
            boolean ready = status == 200 && json.path("status").asText().equals("UP");
            String why = reason.isEmpty() && !ready ? "the server answers " + status : reason.toString();
            return new Health(
                    true, ready, shortened(why), json.path("businessDate").asText(""));
        } catch (IOException notJson) {
            return new Health(true, false, "the server answers " + status + " at /health/ready", "");
        }
    }

    private static String shortened(String text) {
        return text.length() <= MAX_REASON_CHARS ? text : text.substring(0, MAX_REASON_CHARS) + "…";
    }
}

package dev.farthing.web.health;

import com.fasterxml.jackson.databind.json.JsonMapper;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;

/** {@code /health/live}: the server answers. {@code /health/ready}: it can take payments; 503 with the reason if not. */
@WebServlet({"/health/live", "/health/ready"})
public class HealthServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Inject
    private transient Readiness readiness;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("application/json");
        response.setHeader("Cache-Control", "no-store");
        Object report = Map.of("status", "UP");
        if (request.getServletPath().endsWith("/ready")) {
            Readiness.Report ready = readiness.report();
            response.setStatus(ready.isUp() ? HttpServletResponse.SC_OK : HttpServletResponse.SC_SERVICE_UNAVAILABLE);
            report = ready;
        }
        response.getOutputStream().write(JSON.writeValueAsBytes(report));
    }
}

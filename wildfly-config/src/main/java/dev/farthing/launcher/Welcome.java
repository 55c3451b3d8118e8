package dev.farthing.launcher;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What someone needs to know when the server is there: where it is, who may sign in, what to try next. */
final class Welcome {

    private final Settings settings;
    private final Progress progress;

    Welcome(Settings settings, Progress progress) {
        this.settings = settings;
        this.progress = progress;
    }

    void print(Node.Started started) {
        Home home = settings.home();
        progress.say(started.alreadyRan() ? "Already running and ready" : "Ready");
        progress.plain("");
        progress.plain("  payments    " + settings.httpUrl() + "/api/v1/micropayments");
        progress.plain("  operators   " + settings.httpsUrl() + "/api/v1/operator");
        progress.plain("  interface   " + settings.httpUrl() + "/openapi");
        progress.plain("  health      " + settings.httpUrl() + "/health/ready");
        progress.plain("  metrics     " + settings.managementUrl() + "/prometheus");
        progress.plain("  operator    " + operator(started.newPassword()));
        progress.plain("  certificate " + home.tlsCertificate());
        progress.plain("  log         " + home.serverLog());
        progress.plain("");
        progress.plain("Try next:  ./farthing demo        two days and two nights in a small town");
        progress.plain("           ./farthing status      whether it is ready, and why not");
        progress.plain("           ./farthing vendor enrol --server " + settings.httpsUrl() + " --trust "
                + quoted(home.tlsCertificate()) + " CODE        (docs/start-vendor.md)");
        if (Files.exists(home.operatorPassword())) {
            progress.plain("           curl --cacert " + quoted(home.tlsCertificate()) + " -u \"operator:$(cat "
                    + quoted(home.operatorPassword()) + ")\" " + settings.httpsUrl() + "/api/v1/operator/recount");
        }
    }

    private String operator(@Nullable String newPassword) {
        if (newPassword != null) {
            return OperatorRealm.FIRST_OPERATOR + " / " + newPassword + "   (shown once; kept in "
                    + settings.home().operatorPassword() + ")";
        }
        return OperatorRealm.FIRST_OPERATOR + " (password in " + settings.home().operatorPassword() + ")";
    }

    private static String quoted(Path path) {
        return "'" + path.toString().replace("'", "'\\''") + "'";
    }
}

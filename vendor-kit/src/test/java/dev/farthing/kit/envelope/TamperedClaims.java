package dev.farthing.kit.envelope;

import static dev.farthing.kit.envelope.RawSealer.AS_IT_IS;

import dev.farthing.kit.envelope.EnvelopeRefused.Reason;
import dev.farthing.kit.envelope.TamperTable.Row;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** The rows of the {@link TamperTable} whose envelope and signature are sound, and whose claims are not. */
final class TamperedClaims {
    private final RawSealer sealer;
    private final List<Row> rows = new ArrayList<>();

    TamperedClaims(RawSealer sealer) {
        this.sealer = sealer;
    }

    List<Row> rows() {
        claims();
        times();
        return List.copyOf(rows);
    }

    private void claims() {
        claims("an array", Reason.CLAIMS, c -> "[" + c + "]");
        claims("empty", Reason.CLAIMS, c -> "");
        claims("with text after them", Reason.CLAIMS, c -> c + "{}");
        claims("with a bracket after them", Reason.CLAIMS, c -> c + "}");
        claims(
                "too deep",
                Reason.CLAIMS,
                c -> c.replaceFirst("\\{", "{\"a\":" + "[".repeat(50) + "]".repeat(50) + ","));
        for (String member : List.of("iss", "aud", "iat", "exp", "jti", "customer")) {
            claims(
                    "with " + member + " twice",
                    Reason.CLAIMS,
                    c -> c.replaceFirst("\"" + member + "\":[^,]*", "$0,$0"));
        }
        for (String member : List.of("iss", "aud", "iat", "exp")) {
            claims("without " + member, Reason.CLAIMS, c -> c.replaceFirst("\"" + member + "\":[^,]*,", ""));
            claims(
                    "with " + member + " null",
                    Reason.CLAIMS,
                    c -> c.replaceFirst("\"" + member + "\":[^,]*", "\"" + member + "\":null"));
        }
        claims("of another issuer", Reason.ISSUER, c -> c.replace("\"iss\":\"kiosk\"", "\"iss\":\"bakery\""));
        claims(
                "for another audience",
                Reason.AUDIENCE,
                c -> c.replace("\"aud\":\"farthing\"", "\"aud\":\"farthing2\""));
        claims(
                "for several audiences",
                Reason.CLAIMS,
                c -> c.replace("\"aud\":\"farthing\"", "\"aud\":[\"farthing\"]"));
        claims(
                "for an audience in capitals",
                Reason.AUDIENCE,
                c -> c.replace("\"aud\":\"farthing\"", "\"aud\":\"FARTHING\""));
        row(
                "claims that are not UTF-8",
                Reason.CLAIMS,
                sealer.encrypt(sealer.sign(sealer.innerHeader(), TamperTable.filled(40, 0xfe)), AS_IT_IS));
    }

    private void times() {
        long now = Peers.NOW.getEpochSecond();
        time("in the future", Reason.NOT_YET_VALID, now + 61, now + 120);
        time("far in the future", Reason.NOT_YET_VALID, now + 86_400, now + 86_500);
        time("expired", Reason.EXPIRED, now - 200, now - 60);
        time("expired long ago", Reason.EXPIRED, 0, 100);
        time("living too long", Reason.LIFETIME, now, now + 301);
        time("living for ever", Reason.LIFETIME, now, 253_402_300_799L);
        time("ending before it starts", Reason.LIFETIME, now, now - 1);
        time("before 1970", Reason.CLAIMS, -1, now + 60);
        time("beyond the calendar", Reason.CLAIMS, now, Long.MAX_VALUE);
        for (String wrong : List.of(
                "\"1772366400\"", "1772366400.0", "1.7723664e9", "true", "[1772366400]", "99999999999999999999")) {
            claims("with iat " + wrong, Reason.CLAIMS, c -> c.replaceFirst("\"iat\":\\d+", "\"iat\":" + wrong));
            claims("with exp " + wrong, Reason.CLAIMS, c -> c.replaceFirst("\"exp\":\\d+", "\"exp\":" + wrong));
        }
    }

    private void time(String what, Reason reason, long iat, long exp) {
        claims(what, reason, c -> c.replaceFirst("\"iat\":\\d+", "\"iat\":" + iat)
                .replaceFirst("\"exp\":\\d+", "\"exp\":" + exp));
    }

    private void claims(String what, Reason reason, UnaryOperator<String> change) {
        String claims = TamperTable.mustChange(change)
                .apply(new String(Peers.submission().toJson(), StandardCharsets.UTF_8));
        String signed = sealer.sign(sealer.innerHeader(), claims.getBytes(StandardCharsets.UTF_8));
        row("claims " + what, reason, sealer.encrypt(signed, AS_IT_IS));
    }

    private void row(String name, Reason reason, String message) {
        rows.add(new Row(name, reason, message));
    }
}

package dev.farthing.kit.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.kit.json.StrictJson;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a customer allows at most. */
final class Caps {
    private static final Pattern CAP =
            Pattern.compile("(PER_PURCHASE|PER_DAY|PER_VENDOR|PER_RIGHTS:(ONCE|COUNT|PERIOD|UNTIL))=([0-9.]{1,20})");

    @Option(
            names = "--cap",
            paramLabel = "KIND=AMOUNT",
            description =
                    "PER_PURCHASE, PER_DAY, PER_VENDOR or PER_RIGHTS:MODEL, such as PER_DAY=5.00; may be repeated")
    List<String> caps = new ArrayList<>();

    @Mixin
    Money money = new Money();

    ObjectNode toJson() {
        ObjectNode json = StrictJson.newObject();
        ArrayNode list = json.putArray("caps");
        for (String cap : caps) {
            Matcher matcher = CAP.matcher(cap);
            if (!matcher.matches()) {
                throw new IllegalArgumentException(
                        "Give --cap as PER_PURCHASE, PER_DAY, PER_VENDOR or PER_RIGHTS:MODEL, = and an amount, not "
                                + cap + ".");
            }
            String kind = matcher.group(1);
            ObjectNode entry = list.addObject().put("kind", matcher.group(2) == null ? kind : "PER_RIGHTS");
            if (matcher.group(2) != null) {
                entry.put("rightsModel", matcher.group(2));
            }
            entry.set("amount", money.amount(matcher.group(3)).toJson());
        }
        return json;
    }
}

package dev.farthing.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Two days and two nights in a small town: vendors sell from processes of their own, the bank closes its days and settles, and
 * in the end the server's books are compared with what the vendors saw.
 */
final class Demo {

    /** Days may be closed that far ahead of the clock, and not further. */
    private static final int MOST_DAYS_AHEAD = 7;

    private final DemoScene scene;
    private final Clock clock;
    private final DemoNight night;
    private final DemoBank bank;
    private final Map<String, BigDecimal> seconds = new LinkedHashMap<>();
    private long phaseBeganMillis;

    Demo(Settings settings, Progress progress, Clock clock) throws IOException, Problem {
        this.scene = DemoScene.at(settings, progress, clock);
        this.clock = clock;
        this.night = new DemoNight(scene);
        this.bank = new DemoBank(scene);
    }

    /** Plays it, tells it, and returns the figures; fails if the two sides do not agree. */
    DemoOutcome run() throws IOException, InterruptedException, Problem {
        ended("up");
        LocalDate firstDay = openDay();
        List<LocalDate> days = List.of(firstDay, firstDay.plusDays(1));
        scene.say("the bank takes on " + scene.town().vendors().size() + " vendors and their customers in "
                + scene.town().name());
        DemoPeople people = new DemoOnboarding(scene, firstDay).run();
        scene.say("some customers join with their telephones and ask for money");
        List<DemoTelephones.TopUp> asked = new DemoTelephones(scene, people).run();
        ended("prepare");
        DemoDay vendors = new DemoDay(scene, people);
        DemoAudit audit = new DemoAudit(scene, night);
        JsonNode before = audit.decisions();
        scene.say("day 1, " + firstDay + ": the vendors open, each in a process of its own");
        Map<String, JsonNode> firstSeen = vendors.sell(1);
        ended("day1");
        JsonNode firstAnswer = night(1, firstDay, asked);
        scene.say("day 2, " + days.get(1) + ": the vendors open again");
        Map<String, JsonNode> secondSeen = vendors.sell(2);
        ended("day2");
        JsonNode secondAnswer = night(2, days.get(1), List.of());
        scene.say("everything is read back from the server and counted anew");
        DemoBooks books = audit.read(before, days);
        ended("recount");
        DemoSeen seen = new DemoSeen(List.of(firstSeen, secondSeen), List.of(firstAnswer, secondAnswer));
        new DemoStory(scene, books, seen).tell(bank.folder());
        new DemoAgreement(scene.town(), books, seen).require();
        return new DemoOutcome(books, seconds);
    }

    /** Closes the day, lets the bank answer and takes its answer in. */
    private JsonNode night(int number, LocalDate day, List<DemoTelephones.TopUp> asked)
            throws IOException, InterruptedException, Problem {
        scene.say("night " + number + ": the bank closes " + day);
        night.close(day);
        ended("night" + number);
        scene.say("night " + number + ": the other banks answer");
        JsonNode answer = bank.answer(
                day, asked.stream().filter(topUp -> topUp.person().sendsMoney()).toList());
        night.importStatements();
        ended("bank" + number);
        return answer;
    }

    private LocalDate openDay() throws IOException, InterruptedException, Problem {
        LocalDate open = LocalDate.parse(
                scene.operator().get("recount").path("businessDate").asText());
        LocalDate last = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).plusDays(MOST_DAYS_AHEAD);
        if (open.plusDays(1).isAfter(last)) {
            throw new Problem("The demonstration closes two business days, and the open one is " + open
                    + " already: days are closed at most " + MOST_DAYS_AHEAD
                    + " ahead. Set FARTHING_HOME to another folder for a fresh start, or come back tomorrow.");
        }
        return open;
    }

    private void ended(String phase) {
        long now = scene.progress().millis();
        seconds.put(phase, BigDecimal.valueOf((now - phaseBeganMillis) / 100, 1));
        phaseBeganMillis = now;
    }
}

package dev.farthing.it.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.farthing.database.Read;
import dev.farthing.database.Write;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Goal: statements that go to the database together do what they would do one by one. Method: some of each kind in transactions of
 * the test's own, one of them failing.
 */
@Tag("container")
@Timeout(120)
class TripsContainerIT extends ContainerScenario {
    private static final String TAKEN = UUID.randomUUID().toString();

    @Inject
    private Transactions transactions;

    private final List<Integer> told = new ArrayList<>();

    @Test
    void writesNothingOfATripOfWhichOneStatementFails() {
        String before = UUID.randomUUID().toString();
        String after = UUID.randomUUID().toString();
        assertThatExceptionOfType(JdbiException.class)
                .isThrownBy(() -> transactions.commit(() -> {
                    database.inOneTrip(
                            () -> List.of(before, TAKEN, TAKEN, after).forEach(this::claim));
                    return true;
                }))
                .withMessageContaining("submission");
        assertThat(told).isEmpty();
        assertThat(town.count("submission", "submission_id in (?, ?, ?)", before, TAKEN, after))
                .isZero();
    }

    @Test
    void writesNothingIfSomebodyIsToldOfAnotherNumberOfRowsThanIsRight() {
        String name = UUID.randomUUID().toString();
        assertThatIllegalStateException()
                .isThrownBy(() -> transactions.commit(() -> {
                    database.inOneTrip(() -> {
                        claim(name);
                        database.update(rename("nobody-has-this"), rows -> {
                            throw new IllegalStateException("Nothing was there, but " + rows);
                        });
                    });
                    return true;
                }));
        assertThat(told).containsExactly(1);
        assertThat(town.count("submission", "submission_id = ?", name)).isZero();
    }

    @Test
    void seesInATripWhatWasWrittenBeforeIt() throws Exception {
        String name = UUID.randomUUID().toString();
        List<Long> counted = new ArrayList<>();
        transactions.rollBack(() -> {
            database.inOneTrip(() -> {
                claim(name);
                Read<Long> mine = count(name);
                Read<Long> nobodys = count("nobody-has-this");
                assertThatIllegalStateException().isThrownBy(mine::rows);
                database.readInOneTrip(List.of(nobodys, mine));
                counted.addAll(nobodys.rows());
                counted.addAll(mine.rows());
            });
            return true;
        });
        assertThat(told).containsExactly(1);
        assertThat(counted).containsExactly(0L, 1L);
    }

    private void claim(String name) {
        Write claim = new Write("""
                        insert into submission (vendor_id, submission_id, fingerprint, business_date, payment_id)
                        values (0, :name, '', current_date, gen_random_uuid())
                        """).bind("name", name);
        database.update(claim, told::add);
    }

    private static Write rename(String name) {
        return new Write("update vendor set name = name where code = :name").bind("name", name);
    }

    private static Read<Long> count(String name) {
        return new Read<>(
                        "select count(*) from submission where submission_id = :name", (row, context) -> row.getLong(1))
                .bind("name", name);
    }
}

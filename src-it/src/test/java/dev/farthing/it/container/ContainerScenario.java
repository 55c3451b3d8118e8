package dev.farthing.it.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farthing.database.Database;
import dev.farthing.ledger.Ledger;
import jakarta.inject.Inject;
import java.io.File;
import org.assertj.core.api.Assertions;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;

/**
 * What the tests in the container share: the deployment as it is delivered, with this package added to its war, and the
 * recount that every scenario ends with.
 */
@ArquillianTest
abstract class ContainerScenario {
    @Inject
    protected Ledger ledger;

    @Inject
    protected Database database;

    @Inject
    protected Town town;

    @Deployment
    public static EnterpriseArchive deployment() {
        EnterpriseArchive ear =
                ShrinkWrap.createFromZipFile(EnterpriseArchive.class, new File(System.getProperty("farthing.ear")));
        ear.getAsType(WebArchive.class, "web-module.war")
                .addPackage(ContainerScenario.class.getPackage())
                .addAsLibraries(jarOf(Assertions.class));
        return ear;
    }

    @AfterEach
    void endsInBalance() {
        assertThat(ledger.recount().differences()).isEmpty();
        assertThat(ledger.trialBalance().isBalanced()).isTrue();
    }

    private static File jarOf(Class<?> type) {
        return new File(type.getProtectionDomain().getCodeSource().getLocation().getPath());
    }
}

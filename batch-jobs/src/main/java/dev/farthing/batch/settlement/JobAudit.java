package dev.farthing.batch.settlement;

import dev.farthing.audit.AuditTrail;
import dev.farthing.runs.Run;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.Map;

/** Puts into the audit trail who started and stopped what. */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class JobAudit {
    @Inject
    private AuditTrail audit;

    public void started(Run run, String actor) {
        record(run, actor, "job.started");
    }

    public void stopped(Run run, String actor) {
        record(run, actor, "job.stopped");
    }

    private void record(Run run, String actor, String action) {
        audit.record(
                actor,
                action,
                "job:" + run.job(),
                Map.of("run", run.id(), "subject", run.subject(), "attempt", run.attempt()));
    }
}

package dev.farthing.batch.settlement;

import dev.farthing.settlement.Nights;
import jakarta.batch.api.BatchProperty;
import jakarta.batch.api.partition.PartitionMapper;
import jakarta.batch.api.partition.PartitionPlan;
import jakarta.batch.api.partition.PartitionPlanImpl;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Properties;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Divides a step by vendors or customers, into as many parts as may run at a time. */
@Named
@Dependent
public class Ranges implements PartitionMapper {
    @Inject
    @BatchProperty
    private String of;

    @Inject
    @ConfigProperty(name = "farthing.batch.parts", defaultValue = "2")
    private int parts;

    @Inject
    private Nights nights;

    @Override
    public PartitionPlan mapPartitions() {
        List<Nights.Range> ranges = of.equals("vendors") ? nights.vendorRanges(parts) : nights.customerRanges(parts);
        // A step with no part at all would be an error to the runtime: nobody's range is empty work.
        List<Nights.Range> work = ranges.isEmpty() ? List.of(new Nights.Range(0, 0)) : ranges;
        Properties[] properties = new Properties[work.size()];
        for (int i = 0; i < properties.length; i++) {
            properties[i] = new Properties();
            properties[i].setProperty("part", Integer.toString(i));
            properties[i].setProperty("after", Long.toString(work.get(i).after()));
            properties[i].setProperty("last", Long.toString(work.get(i).last()));
        }
        PartitionPlanImpl plan = new PartitionPlanImpl();
        plan.setPartitions(work.size());
        plan.setThreads(work.size());
        plan.setPartitionProperties(properties);
        return plan;
    }
}

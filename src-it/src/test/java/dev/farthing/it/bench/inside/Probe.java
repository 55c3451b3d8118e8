package dev.farthing.it.bench.inside;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.GarbageCollectionNotificationInfo;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryUsage;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;

/**
 * The server's heap as it stood right after each collection: what lived then, without what waited to be collected. A POST
 * collects, forgets the peak and begins anew; a GET collects once more and tells the peak in bytes.
 */
@WebServlet(value = "/heap", loadOnStartup = 1)
public class Probe extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AtomicLong PEAK = new AtomicLong();

    private final transient NotificationListener listener = (notification, handback) -> note(notification);
    private final transient MemoryMXBean memory = ManagementFactory.getMemoryMXBean();

    @Override
    public void init() {
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            ((NotificationEmitter) collector).addNotificationListener(listener, null, null);
        }
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        memory.gc();
        PEAK.set(memory.getHeapMemoryUsage().getUsed());
        tell(response);
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        memory.gc();
        PEAK.accumulateAndGet(memory.getHeapMemoryUsage().getUsed(), Math::max);
        tell(response);
    }

    private static void tell(HttpServletResponse response) throws IOException {
        response.setContentType("application/json");
        JSON.writeValue(response.getOutputStream(), JSON.createObjectNode().put("peakBytes", PEAK.get()));
    }

    private static void note(Notification notification) {
        if (notification.getType().equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)) {
            long live = GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData())
                    .getGcInfo()
                    .getMemoryUsageAfterGc()
                    .entrySet()
                    .stream()
                    .filter(pool -> isHeap(pool.getKey()))
                    .map(pool -> pool.getValue())
                    .mapToLong(MemoryUsage::getUsed)
                    .sum();
            PEAK.accumulateAndGet(live, Math::max);
        }
    }

    private static boolean isHeap(String pool) {
        return pool.contains("Eden") || pool.contains("Survivor") || pool.contains("Old") || pool.contains("Tenured");
    }
}

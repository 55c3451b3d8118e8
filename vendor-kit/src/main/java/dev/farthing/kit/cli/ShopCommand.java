package dev.farthing.kit.cli;

import dev.farthing.kit.client.ClientSettings;
import dev.farthing.kit.client.FarthingClient;
import dev.farthing.kit.client.SubmissionJournal;
import dev.farthing.kit.json.StrictJson;
import dev.farthing.kit.shop.Storefront;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the sample storefront until it is ended. */
@Command(
        name = "shop",
        mixinStandardHelpOptions = true,
        description = "Starts the sample storefront of an enrolled vendor.")
final class ShopCommand implements Callable<Integer> {
    private static final String REQUEST_SECONDS = "30";

    @Mixin
    VendorDoor door = new VendorDoor();

    @Option(names = "--port", defaultValue = "8090", description = "0 for any free one (default: ${DEFAULT-VALUE})")
    int port;

    @Option(
            names = "--bind",
            defaultValue = "127.0.0.1",
            description = "address to listen on (default: ${DEFAULT-VALUE})")
    InetAddress bind = InetAddress.getLoopbackAddress();

    @Option(names = "--address", paramLabel = "URL", description = "how browsers reach it, behind a proxy with TLS")
    @Nullable URI address;

    @Option(names = "--articles", paramLabel = "FOLDER", description = "the texts, ITEM.txt each")
    @Nullable Path articles;

    @Option(names = "--title", defaultValue = "Farthing's sample shop", description = "stands above the page")
    String title = "";

    @Override
    public Integer call() throws Exception {
        // Whoever sends its request slowly holds no thread for ever.
        System.setProperty("sun.net.httpserver.maxReqTime", REQUEST_SECONDS);
        System.setProperty("sun.net.httpserver.maxRspTime", REQUEST_SECONDS);
        System.setProperty("sun.net.httpserver.nodelay", "true");
        KitHome home = door.home();
        ClientSettings settings = home.settings();
        try (SubmissionJournal journal = door.journal(home.shop())) {
            FarthingClient client = door.client().with(journal);
            tellSettled(client.settleOpen());
            Storefront.Setup setup = new Storefront.Setup(
                    home.membership().self(), title, articles, home.shop(), new InetSocketAddress(bind, port), address);
            try (Storefront shop = open(setup, client, settings)) {
                door.printer()
                        .show(StrictJson.newObject().put("shop", shop.address().toString()));
                awaitEnd();
            }
        }
        return Exit.DONE.code();
    }

    private Storefront open(Storefront.Setup setup, FarthingClient client, ClientSettings settings) throws HomeProblem {
        try {
            return Storefront.open(setup, client, door.api(), settings);
        } catch (IOException e) {
            throw new HomeProblem(String.valueOf(e.getMessage()));
        }
    }

    private void tellSettled(List<FarthingClient.Settlement> settlements) {
        for (FarthingClient.Settlement settlement : settlements) {
            var answer = settlement.answer();
            door.warn("left open before: submission " + settlement.entry().submissionId() + " is "
                    + (answer == null
                            ? "still unknown"
                            : Answers.json(answer).path("outcome").asText()));
        }
    }

    /** Until the process is told to end; what is under way in the journal is on disk at any moment. */
    private static void awaitEnd() throws InterruptedException {
        new CountDownLatch(1).await();
    }
}

package dev.farthing.it.bench;

import dev.farthing.it.bench.inside.LedgerRound;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.EmptyAsset;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The deployment as it is delivered, and one war more, at {@code /bench}. */
final class BenchEar {
    private static final String DESCRIPTOR = "META-INF/application.xml";
    private static final String BEFORE = "<library-directory>";
    private static final String MODULE =
            "<module><web><web-uri>bench.war</web-uri><context-root>/bench</context-root></web></module>";

    private BenchEar() {}

    /** Writes it to a file in the folder. */
    static Path make(Path delivered, Path folder) throws IOException {
        EnterpriseArchive ear = ShrinkWrap.createFromZipFile(EnterpriseArchive.class, delivered.toFile());
        String descriptor =
                new String(ear.get(DESCRIPTOR).getAsset().openStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!descriptor.contains(BEFORE)) {
            throw new IOException("The deployment's descriptor names no library directory: " + descriptor);
        }
        ear.add(new StringAsset(descriptor.replace(BEFORE, MODULE + BEFORE)), DESCRIPTOR);
        ear.add(
                ShrinkWrap.create(WebArchive.class, "bench.war")
                        .addPackage(LedgerRound.class.getPackage())
                        .addAsWebInfResource(EmptyAsset.INSTANCE, "beans.xml"),
                "/",
                ZipExporter.class);
        Files.createDirectories(folder);
        File made = folder.resolve("farthing-bench.ear").toFile();
        ear.as(ZipExporter.class).exportTo(made, true);
        return made.toPath();
    }
}

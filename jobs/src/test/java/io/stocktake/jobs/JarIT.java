package io.stocktake.jobs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** What the one jar may hold: a cluster has its own version of nearly everything, and must never meet ours. */
class JarIT {
    private static final Path JAR = Path.of("target", "stocktake.jar");

    /** Every package that the build relocates. */
    private static final List<String> RELOCATED = List.of(
            "software/amazon/",
            "org/reactivestreams/",
            "org/apache/hc/",
            "org/publicsuffix/",
            "org/apache/commons/csv/",
            "org/apache/commons/io/",
            "picocli/CommandLine");

    @Test
    void everyEntryIsOursOrRelocatedOrAboutTheJar() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            assertThat(names(jar))
                    .isNotEmpty()
                    .allMatch(name -> name.startsWith("io/stocktake/")
                            || name.equals("META-INF/MANIFEST.MF")
                            || name.equals("META-INF/LICENSE")
                            || name.equals("META-INF/NOTICE")
                            || name.matches("META-INF/[A-Za-z-]+-LICENSE")
                            || name.startsWith("META-INF/services/"));
        }
    }

    @Test
    void ownCodeIsOutsideTheRelocatedPackages() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            List<String> packages = names(jar).stream()
                    .filter(name -> name.endsWith(".class") && !name.startsWith("io/stocktake/shaded/"))
                    .map(name -> name.split("/", -1)[2])
                    .distinct()
                    .sorted()
                    .toList();
            assertThat(packages)
                    .contains("jobs", "listing")
                    .isSubsetOf(
                            "config", "embedded", "inventory", "jobs", "listing", "replication", "run", "s3", "sync");
        }
    }

    @Test
    void noClassNamesAnUnrelocatedPackage() throws IOException {
        Map<String, String> strays = new TreeMap<>();
        try (JarFile jar = new JarFile(JAR.toFile())) {
            for (String name : names(jar)) {
                if (name.endsWith(".class")) {
                    String constants = new String(bytes(jar, name), ISO_8859_1);
                    RELOCATED.stream()
                            .filter(found -> namesUnrelocated(constants, found))
                            .forEach(found -> strays.put(name, found));
                }
            }
        }
        assertThat(strays).isEmpty();
    }

    @Test
    void bringsNothingThatSparkBrings() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            assertThat(names(jar))
                    .noneMatch(name -> name.matches(".*/(fasterxml|netty|slf4j|log4j|scala|hadoop|spark)/.*")
                            || name.contains("/commons/logging/"));
        }
    }

    @Test
    void everyServiceNamesClassesOfTheJar() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            List<String> names = names(jar);
            List<String> services = names.stream()
                    .filter(name -> name.startsWith("META-INF/services/"))
                    .toList();
            assertThat(services)
                    .contains("META-INF/services/io.stocktake.shaded.software.amazon.awssdk.http.SdkHttpService");
            for (String service : services) {
                List<String> providers = new String(bytes(jar, service), UTF_8)
                        .lines()
                        .map(line -> line.replaceFirst("#.*", "").strip())
                        .filter(line -> !line.isEmpty())
                        .map(line -> line.replace('.', '/') + ".class")
                        .toList();
                assertThat(providers).as(service).isNotEmpty().isSubsetOf(names);
            }
        }
    }

    @Test
    void bringsOneHttpClientAsTheSdkRefusesToChoose() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            String clients = new String(
                    bytes(jar, "META-INF/services/io.stocktake.shaded.software.amazon.awssdk.http.SdkHttpService"),
                    UTF_8);
            assertThat(clients.lines().filter(line -> !line.isBlank() && !line.startsWith("#")))
                    .containsExactly("io.stocktake.shaded.software.amazon.awssdk.http.apache5.Apache5SdkHttpService");
        }
    }

    @Test
    void saysWhatItIsAndUnderWhichLicence() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            Attributes manifest = jar.getManifest().getMainAttributes();
            assertThat(manifest.getValue(Attributes.Name.MAIN_CLASS)).isEqualTo("io.stocktake.jobs.Stocktake");
            assertThat(manifest.getValue(Attributes.Name.IMPLEMENTATION_TITLE)).isEqualTo("Stocktake");
            assertThat(manifest.getValue(Attributes.Name.IMPLEMENTATION_VERSION))
                    .isNotBlank();
            assertThat(bytes(jar, "META-INF/LICENSE")).isEqualTo(Files.readAllBytes(Path.of("..", "LICENSE")));
            assertThat(new String(bytes(jar, "META-INF/NOTICE"), UTF_8))
                    .contains(
                            "AWS SDK for Java 2.0",
                            "Apache HttpClient",
                            "Apache Commons CSV",
                            "Jackson JSON processor");
        }
    }

    /** Whether {@code name} stands anywhere without its new home before it; behind a space it is prose. */
    private static boolean namesUnrelocated(String constants, String name) {
        for (int at = constants.indexOf(name); at >= 0; at = constants.indexOf(name, at + 1)) {
            String before = constants.substring(Math.max(0, at - "io/stocktake/shaded/".length()), at);
            if (!before.equals("io/stocktake/shaded/") && !before.endsWith(" ")) {
                return true;
            }
        }
        return false;
    }

    private static List<String> names(JarFile jar) {
        return jar.stream()
                .filter(entry -> !entry.isDirectory())
                .map(JarEntry::getName)
                .toList();
    }

    private static byte[] bytes(JarFile jar, String name) throws IOException {
        try (InputStream content = jar.getInputStream(jar.getEntry(name))) {
            return content.readAllBytes();
        }
    }
}

package io.stocktake.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.stocktake.embedded.s3.EmbeddedS3;
import io.stocktake.jobs.ScriptHome.Outcome;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** spark-submit.sh as a user meets it: what it refuses, what it builds, and what it hands to Spark. */
class SparkSubmitScriptIT {
    private static final String JAVA_17 = "echo 'openjdk version \"17.0.15\" 2025-04-15' >&2";

    /** Warns of every link that it deletes; here they are meant to be there. */
    private static final Logger TEMPORARY_DIRECTORIES = Logger.getLogger("org.junit.jupiter.engine.extension");

    @TempDir
    private Path directory;

    @BeforeAll
    static void expectLinks() {
        TEMPORARY_DIRECTORIES.setLevel(Level.SEVERE);
    }

    // What is missing

    @Test
    void namesJavaAndMavenWhereBothAreMissing() throws Exception {
        Outcome outcome = ScriptHome.unbuilt(directory).run("quickstart");
        assertThat(outcome)
                .isEqualTo(refused("Cannot start: Java (17 or newer) and Maven are missing."
                        + " On Debian or Ubuntu: apt-get install -y openjdk-17-jdk-headless maven"));
    }

    @Test
    void namesJavaWhereItAloneIsMissing() throws Exception {
        Outcome outcome = ScriptHome.built(directory).run("quickstart");
        assertThat(outcome)
                .isEqualTo(refused("Cannot start: Java is missing, and Stocktake needs 17 or newer."
                        + " On Debian or Ubuntu: apt-get install -y openjdk-17-jdk-headless"));
    }

    @Test
    void namesMavenWhereItAloneIsMissing() throws Exception {
        Outcome outcome = ScriptHome.unbuilt(directory)
                .program("java", JAVA_17)
                .program("javac", "")
                .run("quickstart");
        assertThat(outcome)
                .isEqualTo(refused(
                        "Cannot build Stocktake: Maven is missing. On Debian or Ubuntu: apt-get install -y maven"));
    }

    @Test
    void namesTheCompilerWhereJavaOnlyRuns() throws Exception {
        Outcome outcome = ScriptHome.unbuilt(directory)
                .program("java", JAVA_17)
                .program("mvn", "")
                .run("quickstart");
        assertThat(outcome)
                .isEqualTo(refused("Cannot build Stocktake: there is a Java to run programs, and none to compile them."
                        + " On Debian or Ubuntu: apt-get install -y openjdk-17-jdk-headless"));
    }

    @Test
    void refusesAJavaThatIsTooOld() throws Exception {
        ScriptHome home =
                ScriptHome.built(directory).program("java", "echo 'openjdk version \"11.0.2\" 2019-01-15' >&2");
        assertThat(home.run("quickstart"))
                .isEqualTo(refused("Cannot start: \"" + directory.resolve("path/java") + "\" is Java 11, and Stocktake"
                        + " needs 17 or newer; where several are installed, JAVA_HOME says which."
                        + " On Debian or Ubuntu: apt-get install -y openjdk-17-jdk-headless"));
    }

    @Test
    void refusesJava8UnderItsOldNumber() throws Exception {
        ScriptHome home = ScriptHome.built(directory).program("java", "echo 'java version \"1.8.0_392\"' >&2");
        assertThat(home.run("quickstart").err())
                .startsWith("Cannot start: \"" + directory.resolve("path/java") + "\" is Java 8, and");
    }

    @Test
    void refusesAJavaHomeWithoutJava() throws Exception {
        Outcome outcome =
                ScriptHome.built(directory).with("JAVA_HOME", "/no/java").run("quickstart");
        assertThat(outcome)
                .isEqualTo(refused("Cannot start Java: JAVA_HOME is \"/no/java\", and there is no bin/java in it."));
    }

    @Test
    void refusesASparkHomeWithoutSpark() throws Exception {
        Outcome outcome = built().with("SPARK_HOME", "/no/spark").run("quickstart");
        assertThat(outcome)
                .isEqualTo(refused(
                        "Cannot start Spark: SPARK_HOME is \"/no/spark\", and there is no bin/spark-submit in it."));
    }

    @Test
    void refusesASparkThatIsTooOldInSparkHome() throws Exception {
        Path spark = ScriptHome.spark(directory.resolve("spark 3"), "3.5.1");
        Outcome outcome = built().with("SPARK_HOME", spark.toString()).run("quickstart");
        assertThat(outcome)
                .isEqualTo(refused("Cannot start on Spark 3.5.1, which SPARK_HOME names (\"" + spark
                        + "/bin/spark-submit\"): Stocktake needs Spark 4.0 or newer;"
                        + " \"SPARK_HOME= ./spark-submit.sh ...\" runs the Spark of Stocktake's own build."));
    }

    @Test
    void refusesASparkThatIsTooOldOnThePath() throws Exception {
        Outcome outcome = built().program(
                        "spark-submit", "[ \"$1\" = --version ] && echo '   /_/ version 3.4.0-amzn-1' >&2")
                .run("quickstart");
        assertThat(outcome)
                .isEqualTo(refused("Cannot start on Spark 3.4.0, which PATH names (\"" + directory
                        + "/path/spark-submit\"): Stocktake needs Spark 4.0 or newer;"
                        + " \"SPARK_HOME= ./spark-submit.sh ...\" runs the Spark of Stocktake's own build."));
    }

    @Test
    void refusesToRunWithoutSourcesAndWithoutAJar() throws Exception {
        ScriptHome home = ScriptHome.copied(directory).program("java", JAVA_17);
        assertThat(home.run("quickstart"))
                .isEqualTo(
                        refused("Cannot start: neither the sources of Stocktake nor \"stocktake.jar\" are beside this"
                                + " script, in \"" + home.directory() + "\"."));
    }

    @Test
    void refusesToRunACopiedJarWithoutASpark() throws Exception {
        ScriptHome home = ScriptHome.copied(directory).program("java", JAVA_17).write("stocktake.jar", "");
        assertThat(home.run("quickstart"))
                .isEqualTo(refused(
                        "Cannot start Spark: SPARK_HOME is not set, and there is no spark-submit on the PATH."));
    }

    // What Spark gets

    @Test
    void handsArgumentsOverAsTheyAre() throws Exception {
        ScriptHome home = builtOnSpark();
        Outcome outcome = home.run("put", "a b", "", "*", "$HOME", "x\ny", "--", "--master", "ü\"'\\");
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out().replaceAll("local\\[[0-9]+,4]", "local[N,4]").replaceAll("\\[[0-9]+m]", "[Mm]"))
                .isEqualTo(
                        "[--master]\n[local[N,4]]\n[--driver-java-options]\n[-XX:TieredStopAtLevel=1]\n[--driver-memory]\n[Mm]\n"
                                + "[--class]\n[io.stocktake.jobs.Stocktake]\n["
                                + home.directory() + "/jobs/target/stocktake.jar]\n"
                                + "[put]\n[a b]\n[]\n[*]\n[$HOME]\n[x\ny]\n[--]\n[--master]\n[ü\"'\\]\n");
    }

    @Test
    void handsWhatStandsBeforeTheDashesToSparkSubmit() throws Exception {
        ScriptHome home = builtOnSpark();
        Outcome outcome = home.run("--master", "yarn", "--conf", "spark.app.name=a b", "--", "inventory", "--due");
        assertThat(outcome.out())
                .isEqualTo(
                        "[--master]\n[yarn]\n[--conf]\n[spark.app.name=a b]\n[--class]\n[io.stocktake.jobs.Stocktake]\n["
                                + home.directory() + "/jobs/target/stocktake.jar]\n[inventory]\n[--due]\n");
    }

    @Test
    void takesOptionsWithoutDashesForItsOwn() throws Exception {
        assertThat(builtOnSpark().run("--help").out()).endsWith("stocktake.jar]\n[--help]\n");
    }

    @Test
    void leavesTheMasterToWhoeverConfiguredIt() throws Exception {
        ScriptHome home = builtOnSpark();
        home.write("my.properties", "spark.master   spark://host:7077\n");
        assertThat(home.run("--conf", "spark.master=yarn", "--", "x").out()).doesNotContain("local[");
        assertThat(home.run("--conf=spark.master=yarn", "--", "x").out()).doesNotContain("local[");
        assertThat(home.run("-c", "spark.master=yarn", "--", "x").out()).doesNotContain("local[");
        assertThat(home.run("--master=yarn", "--", "x").out()).doesNotContain("local[");
        assertThat(home.run("--properties-file", "my.properties", "--", "x").out())
                .doesNotContain("local[");
        assertThat(home.run("--conf", "spark.master.rest.enabled=false", "--", "x")
                        .out())
                .contains("[local[");
        home.with("MASTER", "yarn");
        assertThat(home.run("x").out()).doesNotContain("local[");
    }

    @Test
    void leavesTheMasterToTheDefaultsOfSparkHome() throws Exception {
        ScriptHome home = builtOnSpark();
        Files.createDirectories(directory.resolve("spark/conf"));
        Files.writeString(directory.resolve("spark/conf/spark-defaults.conf"), "spark.master=yarn\n");
        assertThat(home.run("x").out()).doesNotContain("local[").doesNotContain("--driver-memory");
    }

    @Test
    void leavesTheMemoryToWhoeverConfiguredIt() throws Exception {
        ScriptHome home = builtOnSpark();
        assertThat(home.run("--driver-memory", "900m", "--", "x").out())
                .containsOnlyOnce("--driver-memory")
                .contains("[local[");
        assertThat(home.run("--conf", "spark.driver.memory=900m", "--", "x").out())
                .doesNotContain("--driver-memory");
    }

    @Test
    void compilesLittleWhereNoBucketIsRead() throws Exception {
        ScriptHome home = builtOnSpark();
        String little = "[--driver-java-options]\n[-XX:TieredStopAtLevel=1]\n";
        assertThat(home.run("validate", "--definitions", "d").out()).contains(little);
        assertThat(home.run("--help").out()).contains(little);
        for (String job : List.of("quickstart", "inventory", "replication", "resource-data-sync")) {
            assertThat(home.run(job).out()).contains("[--driver-java-options]\n[-XX:+UseParallelGC]\n");
        }
        assertThat(home.run("--driver-java-options", "-Xss4m", "--", "validate").out())
                .containsOnlyOnce("--driver-java-options")
                .contains("[-Xss4m]");
        assertThat(home.run("--conf", "spark.driver.extraJavaOptions=-Xss4m", "--", "validate")
                        .out())
                .doesNotContain("--driver-java-options");
    }

    @Test
    void leavesTheCollectorToAnEnvironmentOrSettingsThatMayNameOne() throws Exception {
        ScriptHome home = builtOnSpark();
        home.with("JAVA_TOOL_OPTIONS", "-Dfile.encoding=UTF-8");
        assertThat(home.run("inventory").out()).contains("[-XX:+UseParallelGC]");
        home.with("JAVA_TOOL_OPTIONS", "-XX:+UseG1GC");
        assertThat(home.run("inventory").out()).doesNotContain("--driver-java-options");
        home.with("JAVA_TOOL_OPTIONS", "");
        assertThat(home.run("--conf", "spark.driver.defaultJavaOptions=-XX:+UseG1GC", "--", "inventory")
                        .out())
                .doesNotContain("--driver-java-options");
        home.with("SPARK_SUBMIT_OPTS", "-XX:+UseZGC");
        assertThat(home.run("inventory").out()).doesNotContain("--driver-java-options");
    }

    @Test
    void passesTheExitStatusOn() throws Exception {
        assertThat(builtOnSpark().with("SPARK_STATUS", "3").run("inventory").status())
                .isEqualTo(3);
    }

    @Test
    void runsThroughALinkFromAnyDirectory() throws Exception {
        ScriptHome home = builtOnSpark();
        Path elsewhere = Files.createDirectories(directory.resolve("else where"));
        Files.createSymbolicLink(elsewhere.resolve("one"), home.directory().resolve("spark-submit.sh"));
        Files.createSymbolicLink(elsewhere.resolve("two"), Path.of("one"));
        Outcome outcome = home.run(elsewhere.resolve("two"), elsewhere, "x");
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).contains("[" + home.directory() + "/jobs/target/stocktake.jar]");
    }

    @Test
    void runsACopiedJarOnTheSparkOfThePath() throws Exception {
        ScriptHome home = ScriptHome.copied(directory)
                .program("java", JAVA_17)
                .write("stocktake.jar", "")
                .program(
                        "spark-submit",
                        "[ \"$1\" = --version ] && echo 'version 4.0.1' >&2 || printf '[%s]\\n' \"$@\"");
        assertThat(home.run("x").out()).endsWith("[" + home.directory() + "/stocktake.jar]\n[x]\n");
    }

    // When it builds

    @Test
    void buildsOnceAndAgainOnlyWhenASourceHasChanged() throws Exception {
        ScriptHome home =
                buildable("mkdir -p jobs/target; touch jobs/target/stocktake.jar jobs/target/spark-classpath.txt");
        String built =
                "Building Stocktake with Maven, as it is new or has changed; a first build downloads Spark and takes"
                        + " some minutes.\n";
        assertThat(home.run("x").err()).isEqualTo(built);
        assertThat(home.run("x").err()).isEmpty();
        home.write("src/main/java/Another.java", "");
        assertThat(home.run("x").err()).isEqualTo(built);
        assertThat(home.run("x").err()).isEmpty();
        assertThat(Files.readString(home.directory().resolve("mvn.log")))
                .isEqualTo("-B -ntp -pl jobs -am -Dmaven.test.skip=true package\n".repeat(2));
    }

    @Test
    void buildsOnceWhereTheBuildLeavesTheJarAsItIs() throws Exception {
        ScriptHome home = buildable("true");
        home.write("jobs/target/stocktake.jar", "").write("jobs/target/spark-classpath.txt", "");
        home.source("jobs/target/stocktake.jar").write("src/main/java/Another.java", "");
        assertThat(home.run("x").err()).startsWith("Building Stocktake");
        assertThat(home.run("x").err()).isEmpty();
    }

    @Test
    void showsWhatMavenSaysOnlyWhereItFails() throws Exception {
        ScriptHome home = buildable("echo '[ERROR] no network'; exit 1");
        Outcome outcome = home.run("x");
        assertThat(outcome)
                .isEqualTo(new Outcome(
                        1,
                        "",
                        "Building Stocktake with Maven, as it is new or has changed; a first build downloads Spark and"
                                + " takes some minutes.\n[ERROR] no network\nCannot build Stocktake: Maven failed; the end"
                                + " of its output is above, and all of it in \"" + home.directory()
                                + "/target/spark-submit-build.log\".\n"));
    }

    // On the Spark of the build

    @Test
    void runsTheSparkThatTheBuildResolved() throws Exception {
        ScriptHome home = onBundledSpark();
        Outcome outcome = home.run("--version");
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.status()).isZero();
        assertThat(outcome.out()).matches("stocktake/\\S+ Spark/4\\.\\S+ Java/\\S+\n");
    }

    @Test
    void runsTheExampleOfTheAwsCliOnTheDirectoryOfTheEnvironment() throws Exception {
        Path definitions = Files.createDirectories(directory.resolve("my definitions"));
        ScriptHome home = onBundledSpark().with("STOCKTAKE_DEFINITIONS", definitions.toString());
        String configuration = "{\"Destination\": { \"S3BucketDestination\": { \"AccountId\": \"123456789012\","
                + " \"Bucket\": \"arn:aws:s3:::my-bucket\", \"Format\": \"CSV\" }}, \"IsEnabled\": true,"
                + " \"Id\": \"2\", \"IncludedObjectVersions\": \"Current\","
                + " \"Schedule\": { \"Frequency\": \"Daily\" }}";
        assertThat(home.run(
                        "put-bucket-inventory-configuration",
                        "--bucket",
                        "my-bucket",
                        "--id",
                        "2",
                        "--inventory-configuration",
                        configuration))
                .isEqualTo(new Outcome(0, "", ""));
        assertThat(definitions.resolve("buckets/my-bucket/inventory/2.json")).isRegularFile();
    }

    @Test
    void reachesDefinitionsInABucketThroughTheS3aOfTheBuild() throws Exception {
        try (EmbeddedS3 store = EmbeddedS3.start()) {
            store.createBucket("ops")
                    .put("definitions/stores.yaml", "stores: [{name: aws, region: eu-west-1}]".getBytes(UTF_8));
            Outcome outcome = onBundledSpark()
                    .with("AWS_ACCESS_KEY_ID", store.account().accessKey())
                    .with("AWS_SECRET_ACCESS_KEY", store.account().secretKey())
                    .run(
                            "--conf",
                            "spark.hadoop.fs.s3a.endpoint=" + store.endpoint(),
                            "--conf",
                            "spark.hadoop.fs.s3a.endpoint.region=us-east-1",
                            "--conf",
                            "spark.hadoop.fs.s3a.path.style.access=true",
                            "--",
                            "validate",
                            "--definitions",
                            "s3a://ops/definitions");
            assertThat(outcome)
                    .isEqualTo(new Outcome(
                            0,
                            "No problem in \"s3a://ops/definitions\": 0 inventory configurations, 0 replication"
                                    + " configurations and 0 resource data syncs on 1 store.\n",
                            ""));
        }
    }

    @Test
    void passesTheStatusOfTheCommandThroughTheSparkOfTheBuild() throws Exception {
        Outcome outcome = onBundledSpark().run("--driver-memory", "300m", "--", "in ventory");
        assertThat(outcome)
                .isEqualTo(new Outcome(
                        2,
                        "",
                        "Cannot run Stocktake: \"in ventory\" is not a command; the nearest is inventory. See:"
                                + " ./spark-submit.sh --help\n"));
    }

    @Test
    void keepsTheClassesOfTheFirstJobForLaterStarts() throws Exception {
        try (EmbeddedS3 store = EmbeddedS3.start()) {
            store.createBucket("photos").put("a.jpg", new byte[3]);
            store.createBucket("reports");
            DefinitionsFixture definitions = new DefinitionsFixture(directory.resolve("my definitions"));
            definitions.write(
                    "stores.yaml",
                    "stores: [{name: embedded, endpoint: \"%s\", buckets: [photos, reports]}]"
                            .formatted(store.endpoint()));
            ScriptHome home = onBundledSpark()
                    .with("STOCKTAKE_DEFINITIONS", definitions.directory().toString())
                    .with("AWS_ACCESS_KEY_ID", store.account().accessKey())
                    .with("AWS_SECRET_ACCESS_KEY", store.account().secretKey());
            String told =
                    "The first job keeps Spark's classes in target/spark, so that later ones start in half the time;"
                            + " that takes some seconds at its end.\n";
            // Spark warns where another Spark on this machine has its port.
            String anyPort = "spark.ui.port=0";
            assertThat(home.run("inventory", "--due")).isEqualTo(new Outcome(0, "No report is due.\n", ""));
            assertThat(home.run("--conf", anyPort, "--", "inventory"))
                    .isEqualTo(new Outcome(0, "No configuration is enabled.\n", told));
            definitions.write("buckets/photos/inventory/all.json", """
                    {"Id": "all", "IsEnabled": true, "IncludedObjectVersions": "All",
                     "Schedule": {"Frequency": "Daily"}, "Destination": {"S3BucketDestination":
                       {"Bucket": "arn:aws:s3:::reports", "Format": "Parquet"}}}
                    """);
            Outcome first = home.run("--conf", anyPort, "--", "inventory");
            assertThat(first.out()).contains("photos/all");
            assertThat(first.err()).isEqualTo(told);
            List<String> left = archives(home);
            // That of the job that found nothing to do is gone; this one's is taken when its process has ended.
            assertThat(left).singleElement().asString().matches("classes-[A-Za-z0-9.]+\\.jsa\\.[0-9]+");
            String archive = left.get(0).replaceAll("\\.[0-9]+$", "");
            // Java was killed while it wrote: of its beginning, which comes last, there is nothing.
            Path spark = home.directory().resolve("target/spark");
            try (RandomAccessFile killed =
                    new RandomAccessFile(spark.resolve(archive + ".99999999").toFile(), "rw")) {
                killed.setLength(200_000_000);
            }

            Path loaded = directory.resolve("loaded.log");
            Outcome second = home.run(
                    "--conf", anyPort, "--driver-java-options", "-Xlog:class+load:file=" + loaded, "--", "inventory");
            assertThat(second.out()).contains("photos/all");
            assertThat(second.err()).isEmpty();
            assertThat(archives(home)).containsExactly(archive);
            assertThat(Files.readString(loaded))
                    .containsPattern(
                            "org\\.apache\\.spark\\.deploy\\.SparkSubmit source: shared objects file \\(top\\)");
        }
    }

    private static List<String> archives(ScriptHome home) throws IOException {
        try (var files = Files.list(home.directory().resolve("target/spark"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("classes-"))
                    .toList();
        }
    }

    @Test
    void passesARefusalOfSparkSubmitOn() throws Exception {
        Outcome outcome = onBundledSpark().run("--no-such-option", "--", "x");
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err()).contains("Unrecognized option: --no-such-option");
    }

    private ScriptHome built() throws IOException {
        return ScriptHome.built(directory).program("java", JAVA_17);
    }

    private ScriptHome builtOnSpark() throws IOException {
        Path spark = ScriptHome.spark(directory.resolve("spark"), "4.0.0");
        return built().with("SPARK_HOME", spark.toString());
    }

    private ScriptHome buildable(String maven) throws IOException {
        Path spark = ScriptHome.spark(directory.resolve("spark"), "4.2.0");
        return ScriptHome.unbuilt(directory)
                .program("java", JAVA_17)
                .program("javac", "")
                .program("mvn", "echo \"$*\" >>mvn.log; " + maven)
                .with("SPARK_HOME", spark.toString());
    }

    private ScriptHome onBundledSpark() throws IOException {
        ScriptHome home = ScriptHome.built(directory).with("JAVA_HOME", System.getProperty("java.home"));
        Path target = home.directory().resolve("jobs/target");
        Files.delete(target.resolve("stocktake.jar"));
        Files.copy(Path.of("target/stocktake.jar"), target.resolve("stocktake.jar"));
        Files.writeString(
                target.resolve("spark-classpath.txt"), Files.readString(Path.of("target/spark-classpath.txt")));
        String conf = "src/main/conf/log4j2.properties";
        home.source("jobs/" + conf, Files.readString(Path.of(conf)));
        return home;
    }

    private static Outcome refused(String message) {
        return new Outcome(1, "", message + "\n");
    }
}

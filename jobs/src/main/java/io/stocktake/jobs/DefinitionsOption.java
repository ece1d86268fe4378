package io.stocktake.jobs;

import io.stocktake.config.directory.DefinitionDirectory;
import io.stocktake.config.directory.DefinitionFiles;
import io.stocktake.config.directory.LocalDefinitionFiles;
import io.stocktake.config.document.Problem;
import io.stocktake.run.HadoopDefinitionFiles;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code --definitions}: where the documents are that say what is to be done. */
final class DefinitionsOption {
    private static final String HADOOP_SETTING = "spark.hadoop.";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--definitions",
            paramLabel = "DIRECTORY",
            defaultValue = "${env:STOCKTAKE_DEFINITIONS:-}",
            description = "The directory of definitions: a local one, or s3a://bucket/prefix. Without it, what the"
                    + " environment variable STOCKTAKE_DEFINITIONS says.")
    private String location;

    /** The directory as the user named it. */
    String location() {
        if (location.isBlank()) {
            throw new ParameterException(
                    command.commandLine(),
                    "--definitions is missing (the environment variable STOCKTAKE_DEFINITIONS would do as well).");
        }
        return location;
    }

    /** Opens the directory; a place that is none ends the command. */
    DefinitionDirectory open() {
        try {
            return new DefinitionDirectory(files(location()));
        } catch (IOException unusable) {
            throw CommandException.refused(unusable.getMessage(), unusable);
        }
    }

    /**
     * Opens the directory of a command that works by all of it.
     *
     * @throws CommandException where it has problems, which are printed on standard error
     */
    DefinitionDirectory openValid() throws IOException {
        DefinitionDirectory directory = open();
        List<Problem> problems = directory.validate();
        if (!problems.isEmpty()) {
            problems.forEach(command.commandLine().getErr()::println);
            throw CommandException.refused("Cannot use the definitions in \"" + directory.location() + "\": "
                    + Quantity.of(problems.size(), "problem") + ".");
        }
        return directory;
    }

    private static DefinitionFiles files(String location) throws IOException {
        if (location.startsWith(HadoopDefinitionFiles.SCHEME)) {
            return HadoopDefinitionFiles.open(location, hadoopSettings());
        }
        if (location.matches("[A-Za-z][A-Za-z0-9+.-]*://.*")) {
            throw new IOException("Cannot open the definition directory \"" + location
                    + "\": it is neither a local directory nor begins with \"s3a://\".");
        }
        try {
            return new LocalDefinitionFiles(Path.of(location));
        } catch (InvalidPathException invalid) {
            throw new IOException(
                    "Cannot open the definition directory \"" + location + "\": " + invalid.getMessage(), invalid);
        }
    }

    /** As Spark makes them, but without starting it: the files of Hadoop's own, then every {@code spark.hadoop.*}. */
    private static Configuration hadoopSettings() {
        Configuration settings = new Configuration();
        for (scala.Tuple2<String, String> setting : new SparkConf().getAll()) {
            if (setting._1().startsWith(HADOOP_SETTING)) {
                settings.set(setting._1().substring(HADOOP_SETTING.length()), setting._2());
            }
        }
        return settings;
    }
}

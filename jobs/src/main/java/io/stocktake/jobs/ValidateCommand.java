package io.stocktake.jobs;

import io.stocktake.config.directory.DefinitionDirectory;
import io.stocktake.config.document.Problem;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Checks every definition. */
@Command(
        name = "validate",
        header = "Checks every definition and prints every problem: file, place, value, why, AWS's error code.",
        description = {
            "",
            "What is valid and may not be what you want is printed too, as a warning; it changes no exit status."
        },
        synopsisHeading = "%n",
        customSynopsis = "./spark-submit.sh validate --definitions DIRECTORY [--online]",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./spark-submit.sh validate --definitions definitions",
            "  ./spark-submit.sh validate --definitions s3a://ops/definitions --online"
        })
final class ValidateCommand implements Callable<Integer> {
    private final StoreChecks storeChecks;

    @Spec
    private CommandSpec spec;

    @Mixin
    private DefinitionsOption definitions;

    @Option(
            names = "--online",
            description = "Asks the stores too: whether the buckets are there and may be read and written.")
    private boolean online;

    ValidateCommand(StoreChecks storeChecks) {
        this.storeChecks = storeChecks;
    }

    @Override
    public Integer call() throws IOException {
        DefinitionDirectory directory = definitions.open();
        List<Problem> problems = new ArrayList<>(directory.validate());
        // A store can only be asked about what is well-formed.
        if (online && problems.isEmpty()) {
            problems.addAll(storeChecks.problems(directory));
        }
        PrintWriter out = spec.commandLine().getOut();
        problems.forEach(out::println);
        directory.warnings().forEach(warning -> out.println(WarningText.of(warning)));
        if (!problems.isEmpty()) {
            throw CommandException.refused("Cannot use the definitions in \"" + directory.location() + "\": "
                    + Quantity.of(problems.size(), "problem") + ".");
        }
        out.println(summary(directory));
        return ExitStatus.DONE.code();
    }

    private static String summary(DefinitionDirectory directory) throws IOException {
        return "No problem in \"%s\": %s, %s and %s on %s."
                .formatted(
                        directory.location(),
                        Quantity.of(directory.inventories().size(), "inventory configuration"),
                        Quantity.of(directory.replications().size(), "replication configuration"),
                        Quantity.of(directory.resourceDataSyncs().size(), "resource data sync"),
                        Quantity.of(directory.stores().stores().size(), "store"));
    }
}

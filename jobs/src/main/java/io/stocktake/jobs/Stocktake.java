package io.stocktake.jobs;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.Spec;

/** The entry that spark-submit starts: one command a class, this one names them all. */
@Command(
        name = "./spark-submit.sh",
        header = "S3 Inventory, S3 Replication and Resource Data Sync for any S3-compatible store.",
        synopsisHeading = "%n",
        customSynopsis = "./spark-submit.sh [spark-submit options --] COMMAND [options]",
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./spark-submit.sh quickstart",
            "      runs everything on a bucket made for it, on this machine alone",
            "  ./spark-submit.sh validate --definitions definitions --online",
            "      checks every definition, and asks the stores",
            "  ./spark-submit.sh inventory --definitions definitions --due",
            "      delivers the reports that are due; for cron",
            "  ./spark-submit.sh resource-data-sync --definitions definitions --due",
            "      brings the new reports of all buckets together in one place; for cron",
            "  ./spark-submit.sh --master yarn --executor-cores 16 -- inventory --definitions s3a://ops/definitions",
            "      the same on a cluster: what stands before \"--\" goes to spark-submit",
            "",
            "COMMAND --help says more about each.",
            "Exit status: 0 done; 1 the run failed; 2 bad command line or definitions, nothing started; 3 finished, some"
                    + " objects failed and are in the report."
        })
public final class Stocktake implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    private Stocktake() {}

    /**
     * Runs the command that {@code arguments} name and ends the process with its status, as {@link ExitStatus} lists it.
     *
     * @param arguments the command line behind the jar
     */
    public static void main(String[] arguments) {
        PrintWriter out = writer(FileDescriptor.out);
        PrintWriter err = writer(FileDescriptor.err);
        int status = run(out, err, Terminal.of(System.getenv()), arguments);
        // YARN takes an exit from within the application, even with 0, for a failure.
        if (status != ExitStatus.DONE.code()) {
            System.exit(status);
        }
    }

    /** Text is UTF-8 whatever the locale is: keys and prefixes are. */
    private static PrintWriter writer(FileDescriptor descriptor) {
        return new PrintWriter(new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8), true);
    }

    /** Runs one command line and returns its exit status; nothing of the process is touched. */
    static int run(PrintWriter out, PrintWriter err, Terminal terminal, String... arguments) {
        CommandLine commandLine = commandLine(terminal);
        commandLine.setOut(out).setErr(err);
        int status = commandLine.execute(arguments);
        out.flush();
        err.flush();
        return status;
    }

    private static CommandLine commandLine(Terminal terminal) {
        CommandLine commandLine = new CommandLine(new Stocktake());
        commandLine
                .addSubcommand(new QuickstartCommand(terminal))
                .addSubcommand(new InventoryCommand(terminal))
                .addSubcommand(new ReplicationCommand(terminal))
                .addSubcommand(new ResourceDataSyncCommand(terminal))
                .addSubcommand(new ValidateCommand(new OnlineStoreChecks()))
                .addSubcommand(new PutBucketInventoryConfigurationCommand())
                .addSubcommand(new GetBucketInventoryConfigurationCommand())
                .addSubcommand(new ListBucketInventoryConfigurationsCommand())
                .addSubcommand(new DeleteBucketInventoryConfigurationCommand())
                .addSubcommand(new PutBucketReplicationCommand())
                .addSubcommand(new GetBucketReplicationCommand())
                .addSubcommand(new DeleteBucketReplicationCommand())
                .addSubcommand(new CreateResourceDataSyncCommand())
                .addSubcommand(new ListResourceDataSyncCommand())
                .addSubcommand(new UpdateResourceDataSyncCommand())
                .addSubcommand(new DeleteResourceDataSyncCommand());
        commandLine.addMixin("standard", new StandardOptions());
        commandLine.getSubcommands().values().forEach(command -> command.addMixin("standard", new StandardOptions()));
        // An argument is what the user wrote: no file is read for a leading "@", and no quote is taken off.
        commandLine
                .setExpandAtFiles(false)
                .setUsageHelpWidth(Math.min(120, terminal.columns().orElse(100)))
                .setCaseInsensitiveEnumValuesAllowed(false)
                .setExecutionStrategy(Stocktake::execute)
                .setParameterExceptionHandler(new CommandLineErrors())
                .setExecutionExceptionHandler(new ExecutionErrors());
        return commandLine;
    }

    private static int execute(ParseResult result) {
        if (ExecutionErrors.verbose(result)) {
            Logs.verbose();
        } else {
            Logs.quieten();
        }
        return new RunLast().execute(result);
    }

    /** Without a command there is nothing to do but to name them. */
    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return ExitStatus.REFUSED.code();
    }
}

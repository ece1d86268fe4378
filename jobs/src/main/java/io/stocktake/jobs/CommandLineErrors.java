package io.stocktake.jobs;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in one sentence why a command line is refused, and where to read on. */
final class CommandLineErrors implements IParameterExceptionHandler {
    @Override
    public int handleParseException(ParameterException refused, String[] arguments) {
        CommandLine commandLine = refused.getCommandLine();
        boolean root = commandLine.getParent() == null;
        String name = root ? "" : commandLine.getCommandName() + " ";
        commandLine
                .getErr()
                .println("Cannot run " + (root ? "Stocktake" : name.strip()) + ": " + reason(refused, commandLine, root)
                        + " See: ./spark-submit.sh " + name + "--help");
        return ExitStatus.REFUSED.code();
    }

    private static String reason(ParameterException refused, CommandLine commandLine, boolean root) {
        List<String> unmatched = commandLine.getUnmatchedArguments();
        if (!unmatched.isEmpty()) {
            return unknown(unmatched.get(0), refused, commandLine, root);
        }
        if (refused instanceof MissingParameterException missing
                && missing.getMissing().stream().allMatch(OptionSpec.class::isInstance)) {
            return missing.getMissing().stream()
                            .map(CommandLineErrors::longName)
                            .collect(joining(" and "))
                    + (missing.getMissing().size() == 1 ? " is missing." : " are missing.");
        }
        String message = refused.getMessage();
        return message.substring(0, 1).toLowerCase(Locale.ROOT)
                + message.substring(1)
                + (message.endsWith(".") ? "" : ".");
    }

    private static String unknown(String argument, ParameterException refused, CommandLine commandLine, boolean root) {
        boolean option = argument.startsWith("-");
        String name = option ? argument.replaceFirst("=.*", "") : argument;
        if (commandLine.getCommand() instanceof AwsCommand) {
            Optional<String> reason = AwsGlobalOptions.reason(name);
            if (reason.isPresent()) {
                return "the AWS CLI's option " + name + " is not taken here: " + reason.get() + ".";
            }
        }
        if (root && option) {
            return "it has no option \"" + name + "\"; options of spark-submit stand first and end with \"--\", as in"
                    + " ./spark-submit.sh " + name + " ... -- COMMAND.";
        }
        String what = option ? "it has no option \"" + name + "\"" : "\"" + name + "\" is not a command";
        if (!root && !option) {
            what = "the argument \"" + name + "\" belongs to no option";
        }
        return what + suggestions(refused, commandLine) + ".";
    }

    private static String suggestions(ParameterException refused, CommandLine commandLine) {
        if (!(refused instanceof UnmatchedArgumentException)) {
            return "";
        }
        List<String> suggestions =
                new UnmatchedArgumentException(commandLine, commandLine.getUnmatchedArguments()).getSuggestions();
        return suggestions.isEmpty()
                ? ""
                : "; the nearest is " + suggestions.stream().limit(2).collect(joining(" or "));
    }

    private static String longName(ArgSpec option) {
        return ((OptionSpec) option).longestName();
    }
}

package io.stocktake.jobs;

import static java.util.stream.Collectors.joining;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.text.similarity.LevenshteinDistance;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** Says in one sentence why a command line is refused, and where to read on. */
final class CommandLineErrors implements IParameterExceptionHandler {
    /** Letters to change until one name is another. */
    private static final int MOST_SLIPS = 3;

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
            return unknown(unmatched.get(0), commandLine, root);
        }
        if (refused instanceof MissingParameterException missing
                && missing.getMissing().get(0) instanceof OptionSpec option) {
            return option.longestName() + " has no value.";
        }
        if (refused.getCause() instanceof TypeConversionException unreadable
                && refused.getArgSpec() instanceof OptionSpec option) {
            return option.longestName() + ": " + unreadable(option, refused.getValue(), unreadable) + ".";
        }
        String message = refused.getMessage();
        return message.substring(0, 1).toLowerCase(Locale.ROOT)
                + message.substring(1)
                + (message.endsWith(".") ? "" : ".");
    }

    /** What is wrong with a value; our own converters say it themselves. */
    private static String unreadable(OptionSpec option, String value, TypeConversionException said) {
        Class<?>[] types = option.typeInfo().getAuxiliaryTypes();
        Class<?> type = types.length == 0 ? option.type() : types[0];
        if (option.converters().length > 0 || !(type.isEnum() || type.isPrimitive() || type == Long.class)) {
            return said.getMessage();
        }
        return type.isEnum()
                ? "\"" + value + "\" is none of "
                        + Stream.of(type.getEnumConstants())
                                .map(Object::toString)
                                .collect(joining(", "))
                : "\"" + value + "\" is not a number";
    }

    private static String unknown(String argument, CommandLine commandLine, boolean root) {
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
        Collection<String> known = option
                ? commandLine.getCommandSpec().optionsMap().keySet()
                : commandLine.getSubcommands().keySet();
        return what
                + nearest(name, known).map(near -> "; the nearest is " + near).orElse("") + ".";
    }

    /** What was meant, where it is a slip of the fingers. */
    private static Optional<String> nearest(String name, Collection<String> known) {
        LevenshteinDistance distance = new LevenshteinDistance(MOST_SLIPS);
        return known.stream()
                .filter(candidate -> distance.apply(name, candidate) >= 0)
                .min(Comparator.comparing((String candidate) -> distance.apply(name, candidate))
                        .thenComparing(Comparator.naturalOrder()));
    }
}

package io.stocktake.jobs;

import static java.util.stream.Collectors.joining;

import io.stocktake.config.document.InvalidDefinitionException;
import io.stocktake.config.document.Problem;
import io.stocktake.config.document.Refusal;
import java.io.IOException;
import java.util.List;

/** Says what AWS would have answered, in the words of the AWS CLI, and below it what is wrong where. */
final class AwsErrors {
    private AwsErrors() {}

    /** The request is refused, for no reason but AWS's own. */
    static CommandException of(AwsOperation operation, Refusal refusal) {
        return CommandException.refused(line(operation, refusal.code(), refusal.message()));
    }

    /** The request is refused, and AWS does not say why. */
    static CommandException of(AwsOperation operation, Refusal refusal, String why) {
        return CommandException.refused(line(operation, refusal.code(), refusal.message()) + "\n  " + why);
    }

    /** The request is refused for what its document or its parameters hold: AWS tells of the first problem, this of all. */
    static CommandException of(AwsOperation operation, InvalidDefinitionException refused) {
        List<Problem> problems = refused.problems();
        Problem first = problems.get(0);
        boolean worded = !first.refusal().message().isEmpty();
        String lines = problems.stream()
                .skip(worded ? 0 : 1)
                .map(problem -> "\n  " + said(problem)
                        + (problem.code().equals(first.code()) ? "" : " (" + problem.code() + ")"))
                .collect(joining());
        return CommandException.refused(
                line(operation, first.code(), worded ? first.message() : said(first)) + lines, refused);
    }

    /** The request cannot be served, through no fault of its own. */
    static CommandException fault(AwsOperation operation, Refusal refusal, IOException failure) {
        return CommandException.failed(line(operation, refusal.code(), failure.getMessage()), failure);
    }

    private static String said(Problem problem) {
        return problem.path() + ": "
                + problem.value().map(value -> "\"" + value + "\" ").orElse("") + problem.why();
    }

    private static String line(AwsOperation operation, String code, String message) {
        return "An error occurred (" + code + ") when calling the " + operation.awsName() + " operation: " + message;
    }
}

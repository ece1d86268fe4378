package io.stocktake.replication.diff;

import io.stocktake.replication.Outcome;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Literal;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.unsafe.types.UTF8String;

/** What a query's predicates say of the outcome. */
final class OutcomePredicates {
    private OutcomePredicates() {}

    /** The outcomes of which a predicate is true; empty where it speaks of anything else. */
    static Optional<Set<Outcome>> outcomes(Predicate predicate) {
        Expression[] operands = predicate.children();
        return switch (predicate.name()) {
            case "=", "<=>", "IN" -> named(operands);
            case "<>" -> named(operands).map(OutcomePredicates::others);
            case "NOT" -> nested(operands[0]).map(OutcomePredicates::others);
            case "AND" ->
                nested(operands[0]).flatMap(left -> nested(operands[1]).map(right -> both(left, right)));
            case "OR" -> nested(operands[0]).flatMap(left -> nested(operands[1]).map(right -> either(left, right)));
            default -> Optional.empty();
        };
    }

    private static Optional<Set<Outcome>> nested(Expression expression) {
        return expression instanceof Predicate predicate ? outcomes(predicate) : Optional.empty();
    }

    /** The column, and the values that it is compared with. */
    private static Optional<Set<Outcome>> named(Expression[] operands) {
        if (operands.length < 2
                || !(operands[0] instanceof NamedReference column)
                || !String.join(".", column.fieldNames()).equals(DiffColumn.OUTCOME.columnName())) {
            return Optional.empty();
        }
        Set<Outcome> named = EnumSet.noneOf(Outcome.class);
        for (int i = 1; i < operands.length; i++) {
            if (!(operands[i] instanceof Literal<?> literal) || !(literal.value() instanceof UTF8String text)) {
                return Optional.empty();
            }
            Outcome.ofText(text.toString()).ifPresent(named::add);
        }
        return Optional.of(named);
    }

    private static Set<Outcome> others(Set<Outcome> outcomes) {
        Set<Outcome> others = EnumSet.allOf(Outcome.class);
        others.removeAll(outcomes);
        return others;
    }

    static Set<Outcome> both(Set<Outcome> left, Set<Outcome> right) {
        Set<Outcome> both = EnumSet.noneOf(Outcome.class);
        both.addAll(left);
        both.retainAll(right);
        return both;
    }

    private static Set<Outcome> either(Set<Outcome> left, Set<Outcome> right) {
        Set<Outcome> either = EnumSet.noneOf(Outcome.class);
        either.addAll(left);
        either.addAll(right);
        return either;
    }
}

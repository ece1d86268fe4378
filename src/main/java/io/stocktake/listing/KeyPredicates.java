package io.stocktake.listing;

import io.stocktake.s3.KeyRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Literal;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.filter.And;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * What a query's predicates say of the key: a prefix, and a range that holds every key for which they are true.
 *
 * @param prefix the listing's prefix, longer where a predicate asks for that
 * @param range wide enough, and empty where no key can be meant
 * @param taken the predicates that said something
 */
record KeyPredicates(String prefix, KeyRange range, List<Predicate> taken) {
    private static final String KEY = ObjectColumn.KEY.columnName();

    static KeyPredicates none(String prefix) {
        return new KeyPredicates(prefix, KeyRange.all(), List.of());
    }

    static KeyPredicates of(String prefix, List<Predicate> predicates) {
        KeyPredicates known = none(prefix);
        for (Predicate predicate : predicates) {
            KeyPredicates before = known;
            known = known.and(predicate)
                    .map(after -> after.noting(before.taken, predicate))
                    .orElse(known);
        }
        return known;
    }

    private KeyPredicates noting(List<Predicate> before, Predicate predicate) {
        List<Predicate> all = new ArrayList<>(before);
        all.add(predicate);
        return new KeyPredicates(prefix, range, List.copyOf(all));
    }

    private Optional<KeyPredicates> and(Predicate predicate) {
        if (predicate instanceof And both) {
            Optional<KeyPredicates> left = and(both.left());
            Optional<KeyPredicates> right = left.orElse(this).and(both.right());
            return right.isPresent() ? right : left;
        }
        Expression[] operands = predicate.children();
        if (operands.length != 2
                || !(operands[0] instanceof NamedReference column)
                || !(operands[1] instanceof Literal<?> literal)
                || !(literal.value() instanceof UTF8String value)
                || !String.join(".", column.fieldNames()).equals(KEY)) {
            return Optional.empty();
        }
        return switch (predicate.name()) {
            case "STARTS_WITH" -> Optional.of(startingWith(value));
            case "=", "<=>" -> Optional.of(within(notBefore(value)).within(KeyRange.upTo(value)));
            case ">" -> Optional.of(within(KeyRange.after(value)));
            case ">=" -> Optional.of(within(notBefore(value)));
            case "<", "<=" -> Optional.of(within(KeyRange.upTo(value)));
            default -> Optional.empty();
        };
    }

    private KeyPredicates startingWith(UTF8String value) {
        String text = value.toString();
        if (text.startsWith(prefix)) {
            return new KeyPredicates(text, range, taken);
        }
        return prefix.startsWith(text) ? this : within(KeyRange.upTo(UTF8String.EMPTY_UTF8));
    }

    private KeyPredicates within(KeyRange other) {
        return new KeyPredicates(prefix, range.intersect(other), taken);
    }

    /**
     * A range that begins before the key, since a range excludes the key it begins after. Cutting off the key's last
     * character gives a smaller key, and one that every store takes as a marker.
     */
    private static KeyRange notBefore(UTF8String key) {
        int characters = key.numChars();
        return characters == 0 ? KeyRange.all() : KeyRange.after(key.substring(0, characters - 1));
    }
}

package io.stocktake.config.replication;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/** {@code Filter}: the objects that a rule of the second schema is about. */
public sealed interface ReplicationFilter {

    /** What the keys of the objects begin with; empty: every key. */
    default String keyPrefix() {
        return "";
    }

    /** The tags that the objects have, all of them; without any, tags do not matter. */
    default List<ObjectTag> objectTags() {
        return List.of();
    }

    /** An empty filter: every object of the bucket. */
    record Everything() implements ReplicationFilter {}

    /**
     * The objects whose key begins with {@code prefix}.
     *
     * @param prefix empty: every object
     */
    record Prefix(String prefix) implements ReplicationFilter {
        public Prefix {
            requireNonNull(prefix, "prefix");
        }

        @Override
        public String keyPrefix() {
            return prefix;
        }
    }

    /**
     * The objects with a tag.
     *
     * @param tag key and value
     */
    record Tag(ObjectTag tag) implements ReplicationFilter {
        public Tag {
            requireNonNull(tag, "tag");
        }

        @Override
        public List<ObjectTag> objectTags() {
            return List.of(tag);
        }
    }

    /**
     * The objects that meet all of at least two predicates.
     *
     * @param prefix what their key begins with
     * @param tags the tags that they have
     */
    record And(Optional<String> prefix, List<ObjectTag> tags) implements ReplicationFilter {
        public And {
            requireNonNull(prefix, "prefix");
            tags = List.copyOf(tags);
        }

        @Override
        public String keyPrefix() {
            return prefix.orElse("");
        }

        @Override
        public List<ObjectTag> objectTags() {
            return tags;
        }
    }

    /**
     * A tag of an object.
     *
     * @param key its key
     * @param value its value
     */
    record ObjectTag(String key, String value) {
        public ObjectTag {
            requireNonNull(key, "key");
            requireNonNull(value, "value");
        }
    }
}

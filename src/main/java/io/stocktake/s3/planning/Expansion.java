package io.stocktake.s3.planning;

import io.stocktake.s3.PageProbe.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Divides one segment at the place where its keys branch, by a walk over the children of that place: the page behind
 * {@code p + c + U+10FFFF} begins with the next child. Used once, by one thread.
 */
final class Expansion {
    /** How many children are asked for ahead where nobody knows yet how many there are. */
    private static final int GUESSES = 2;

    private final Probes probes;
    private final Branching branching;
    private final UTF8String subtree;
    private final List<Segment> segments = new ArrayList<>();
    private final List<Consumer<Branching>> lessons = new ArrayList<>();

    /**
     * What the walk found.
     *
     * @param segments what takes the place of the segment, ascending
     * @param lessons what to tell the {@link Branching}
     * @param probes requests sent
     * @param isOrdered whether the store lists as S3 does
     */
    record Outcome(List<Segment> segments, List<Consumer<Branching>> lessons, long probes, boolean isOrdered) {}

    Expansion(Segment segment, Probes probes, Branching branching) {
        this.probes = probes;
        this.branching = branching;
        this.subtree = segment.subtree();
        this.segments.add(segment);
    }

    Outcome run() {
        if (reachSubtree()) {
            Segment segment = takeLast();
            Spine spine = spine(segment);
            sound(segment.page().first(), spine);
            int place = segments.size();
            walk(segment, spine.first());
            Spine ofSiblings = spine.ofSibling(segment.page().first(), spine.first());
            for (int i = place; i < segments.size(); i++) {
                segments.set(i, segments.get(i).with(i == place ? spine : ofSiblings));
            }
        }
        return new Outcome(List.copyOf(segments), List.copyOf(lessons), probes.sent(), probes.isOrdered());
    }

    /** Looks where what begins with the segment's own keys branches, which teaches of others; divides nothing. */
    Outcome look() {
        Segment segment = segments.get(0);
        if (segment.page().first().startsWith(subtree)) {
            segments.set(0, segment.with(spine(segment)));
        }
        return new Outcome(List.copyOf(segments), List.copyOf(lessons), probes.sent(), probes.isOrdered());
    }

    /**
     * Looks whether the segment goes on where keys of its form usually end: then it is larger than others, and is looked
     * at more closely. Divides nothing.
     */
    Outcome check() {
        Segment segment = segments.get(0);
        UTF8String first = segment.page().first();
        if (first.startsWith(subtree)) {
            UTF8String usual =
                    KeyText.head(first, segment.likelyBranches(branching).first());
            UTF8String behind = KeyText.behind(usual);
            if (!usual.equals(subtree) && CutPoints.isSafe(usual) && !probes.isSpent(behind)) {
                Optional<Answer> next = probes.after(behind);
                if (next.isPresent() && next.get().first().startsWith(subtree)) {
                    return look();
                }
            }
        }
        return new Outcome(List.copyOf(segments), List.copyOf(lessons), probes.sent(), probes.isOrdered());
    }

    private Segment takeLast() {
        return segments.remove(segments.size() - 1);
    }

    /** A page that began before the subtree becomes a segment of its own. False if there is nothing to walk over. */
    private boolean reachSubtree() {
        Segment segment = segments.get(0);
        if (segment.page().first().startsWith(subtree)) {
            return true;
        }
        Optional<Answer> inside = probes.after(subtree);
        if (inside.isEmpty() || !inside.get().first().startsWith(subtree)) {
            segments.set(0, segment.closed());
            return false;
        }
        segments.set(0, new Segment(segment.cut(), segment.page(), subtree, Segment.State.COUNTED, Optional.empty()));
        segments.add(Segment.open(subtree, inside.get(), subtree));
        return segments.get(1).state() == Segment.State.OPEN;
    }

    /** Where what begins with the page's keys branches below the subtree's prefix, found from the keys upwards. */
    private Spine spine(Segment segment) {
        UTF8String first = segment.page().first();
        int deepest = KeyText.common(first, segment.page().last());
        SortedSet<Integer> branches = new TreeSet<>();
        branches.add(deepest);
        if (segment.spine().filter(Spine::isWhole).isPresent()) {
            branches.addAll(segment.spine().get().branches());
            return Spine.whole(branches.tailSet(subtree.numBytes()));
        }
        expectBranches(segment, deepest);
        int level = deepest;
        while (level > subtree.numBytes() && CutPoints.isSafe(KeyText.head(first, level))) {
            int below = level;
            UTF8String behind = KeyText.behind(KeyText.head(first, level));
            if (probes.isSpent(behind)) {
                // What others like it taught is better than half of what this one would.
                return segment.spine()
                        .filter(others -> others.first() >= subtree.numBytes())
                        .orElse(new Spine(branches, 0));
            }
            Optional<Answer> next = probes.after(behind);
            if (next.isEmpty() || !next.get().first().startsWith(subtree)) {
                int top = subtree.numBytes();
                lessons.add(learned -> learned.singles(first, top, below));
                break;
            }
            UTF8String other = next.get().first();
            int above = KeyText.common(first, other);
            if (above >= level) {
                break;
            }
            lessons.add(learned -> learned.singles(first, KeyText.next(first, above), below));
            lessons.add(learned -> learned.branched(first, other, above));
            branches.add(above);
            level = above;
        }
        return Spine.whole(branches);
    }

    /** The search for branches goes from one to the next one above it: those that are likely are asked for at once. */
    private void expectBranches(Segment segment, int deepest) {
        UTF8String first = segment.page().first();
        for (int level : segment.likelyBranches(branching)) {
            if (level > subtree.numBytes() && level <= deepest && CutPoints.isSafe(KeyText.head(first, level))) {
                probes.expect(KeyText.behind(KeyText.head(first, level)));
            }
        }
    }

    /** Where it is not known how keys of this form branch, it is found out before a walk, which may end early. */
    private void sound(UTF8String key, Spine spine) {
        List<Integer> unknown = spine.branches().stream()
                .filter(level -> level < key.numBytes() && !branching.isKnown(key, level))
                .sorted()
                .toList();
        unknown.forEach(level -> Sounding.expect(probes, key, level));
        for (int level : unknown) {
            Sounding.of(probes, key, level)
                    .ifPresent(sounding -> lessons.add(learned -> learned.sounded(key, level, sounding)));
        }
    }

    private void walk(Segment start, int branchedAt) {
        Segment current = start;
        int level = branchedAt;
        SortedSet<Integer> children = new TreeSet<>();
        add(children, current.page().first(), level);
        while (true) {
            UTF8String last = current.page().last();
            add(children, last, level);
            boolean isWholeKey = last.numBytes() <= level;
            UTF8String child = KeyText.child(last, level);
            UTF8String behind = isWholeKey ? last : KeyText.behind(child);
            boolean isSafe = CutPoints.isSafe(child);
            if (!isSafe || probes.isSpent(behind)) {
                Segment rest = Segment.open(current.cut(), current.page(), subtree);
                segments.add(isSafe ? rest : rest.closed());
                return;
            }
            if (!isWholeKey) {
                expectSiblings(last, level);
            }
            Optional<Answer> next = probes.after(behind);
            if (next.isEmpty() || !next.get().first().startsWith(subtree)) {
                segments.add(Segment.open(current.cut(), current.page(), child));
                learn(last, level, children);
                return;
            }
            UTF8String first = next.get().first();
            int common = KeyText.common(child, first);
            if ((common == child.numBytes() && !isWholeKey) || !probes.isOrdered()) {
                // Keys that go on with U+10FFFF: rare enough to stay together with what stands before them.
                segments.add(
                        Segment.open(current.cut(), current.page(), subtree).closed());
                return;
            }
            segments.add(Segment.open(current.cut(), current.page(), child));
            if (common < level) {
                learn(last, level, children);
                int above = common;
                lessons.add(learned -> learned.branched(last, first, above));
                level = common;
                children.clear();
                add(children, last, level);
            }
            add(children, first, level);
            current = new Segment(
                    KeyText.child(first, Math.min(common, first.numBytes())),
                    next.get(),
                    subtree,
                    Segment.State.OPEN,
                    Optional.empty());
            if (!current.page().isTruncated() || !current.page().last().startsWith(subtree)) {
                segments.add(Segment.open(current.cut(), current.page(), subtree));
                learn(first, level, children);
                return;
            }
        }
    }

    private void learn(UTF8String key, int level, SortedSet<Integer> found) {
        SortedSet<Integer> children = new TreeSet<>(found);
        if (children.size() > 1) {
            lessons.add(learned -> learned.children(key, level, children));
        } else {
            lessons.add(learned -> learned.single(key, level));
        }
    }

    private static void add(SortedSet<Integer> children, UTF8String key, int level) {
        if (level < key.numBytes()) {
            children.add(KeyText.character(key, level));
        }
    }

    /** The children that keys of this form have elsewhere; where nobody has counted them a few more digits. */
    private void expectSiblings(UTF8String key, int level) {
        UTF8String parent = KeyText.head(key, level);
        int own = KeyText.character(key, level);
        probes.expect(KeyText.behind(KeyText.child(key, level)));
        Alphabet alphabet = branching.alphabet(key, key, level);
        boolean isCounted = branching.isKnown(key, level);
        // Where each prefix has but a few of many characters, there is no telling which.
        boolean isRegular = isCounted ? branching.several(key, level) * 2 > alphabet.size() : Character.isDigit(own);
        if (isRegular) {
            alphabet.characters()
                    .filter(character -> character > own)
                    .limit(isCounted ? Long.MAX_VALUE : GUESSES)
                    .mapToObj(character ->
                            UTF8String.concat(parent, UTF8String.fromString(Character.toString(character))))
                    .filter(CutPoints::isSafe)
                    .forEach(sibling -> probes.expect(KeyText.behind(sibling)));
        }
    }
}

package io.stocktake.config.replication;

import io.stocktake.config.document.NodePath;

/**
 * A rule that is of the right shape, and where it stands.
 *
 * @param index from 0, among all rules of the document
 * @param path such as {@code Rules[0]}
 */
record PlacedRule(int index, NodePath path, ReplicationRule rule) {

    NodePath member(String... names) {
        NodePath member = path;
        for (String name : names) {
            member = member.member(name);
        }
        return member;
    }
}

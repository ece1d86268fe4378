package io.stocktake.embedded.s3;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The store that the server behaves like. */
public enum Profile {
    /** S3 as AWS documents it. */
    AWS("aws") {
        @Override
        Set<KnownDeviation> deviations() {
            return Set.of();
        }
    },
    /** The gateway of Ceph 16.2 (Pacific) with every way in which it is known to differ from S3. */
    CEPH_16("ceph-16") {
        @Override
        Set<KnownDeviation> deviations() {
            return KnownDeviation.CEPH_16;
        }
    };

    private final String optionName;

    Profile(String optionName) {
        this.optionName = optionName;
    }

    abstract Set<KnownDeviation> deviations();

    boolean has(KnownDeviation deviation) {
        return deviations().contains(deviation);
    }

    /** A profile as the command line names it. */
    static Optional<Profile> named(String name) {
        return Arrays.stream(values())
                .filter(profile -> profile.optionName.equals(name))
                .findFirst();
    }

    /** All names, as an error tells them. */
    static String names() {
        return Arrays.stream(values()).map(profile -> profile.optionName).collect(Collectors.joining(", "));
    }
}

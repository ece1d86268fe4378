package io.stocktake.replication.run;

import static io.stocktake.replication.run.ReplicationWorld.everything;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.stocktake.embedded.s3.Faults;
import io.stocktake.embedded.s3.LoggedRequest;
import io.stocktake.embedded.s3.PutRequest;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A replica that was made and lacks its ACL is finished by the next run; and once all are whole, or where what failed was
 * never made, a run costs its listings and nothing else.
 */
class UnfinishedReplicasTest {
    private final ReplicationWorld world = ReplicationWorld.open();

    @AfterAll
    static void stopSpark() {
        ReplicationWorld.spark().stop();
    }

    @AfterEach
    void close() throws Exception {
        world.close();
    }

    @Test
    void aReplicaWithoutItsAclIsMendedByTheNextRunAndLookedAtNoMore() {
        world.source().put(PutRequest.of("a", "content".getBytes(UTF_8)).acl("public-read"));
        ReplicationResult first;
        try (Faults.Fault denied =
                world.server().faults().denied(request -> request.operation().equals("PutObjectAcl"))) {
            first = world.run(everything());
        }
        ReplicationResult second = world.run(everything());
        List<String> third = operationsOfARun();

        assertThat(first.total().failed()).containsOnlyKeys("DstPutAclNotPermitted");
        assertThat(second.total().repaired()).isEqualTo(1);
        assertThat(second.failed()).isZero();
        assertThat(third).isEmpty();
    }

    @Test
    void aLastingConflictDoesNotHaveEveryRunLookAtAllReplicas() {
        world.source().put("a", "content".getBytes(UTF_8));
        world.destination().put("conflict", "of its own".getBytes(UTF_8));
        world.source().put("conflict", "another".getBytes(UTF_8));
        ReplicationWorld.tick();
        world.destination().put("conflict", "of its own again".getBytes(UTF_8));

        ReplicationResult first = world.run(everything());
        List<String> second = operationsOfARun();

        assertThat(first.total().failed()).containsOnlyKeys("HistoryConflict");
        assertThat(second).isEmpty();
    }

    /** What a run asks for of objects of the source and of their replicas. */
    private List<String> operationsOfARun() {
        world.server().requests().clear();
        world.run(everything());
        return world.server().requests().all().stream()
                .filter(request -> List.of("source", "destination").contains(request.bucket()))
                .map(LoggedRequest::operation)
                .filter(operation -> !operation.startsWith("List"))
                .filter(operation -> !operation.startsWith("GetBucket"))
                .toList();
    }
}

package io.stocktake.sync.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.stocktake.sync.inventory.PartNumbers.Limits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartNumbersTest {
    private static final int MEBIBYTE = 1024 * 1024;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 63, 64})
    void blocksFollowEachOtherAndFitIntoAnUpload(int tasks) {
        PartNumbers numbers = new PartNumbers(tasks, Limits.OF_S3);

        int next = 1;
        for (int task = 0; task < tasks; task++) {
            assertThat(numbers.ofTask(task).first()).isEqualTo(next);
            next += numbers.ofTask(task).count();
        }
        assertThat(numbers.ofRemainders()).isEqualTo(new PartBlock(next, tasks, 5 * MEBIBYTE, 5 * MEBIBYTE));
        assertThat(next + tasks - 1).isBetween(10_000 - tasks, 10_000);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 64})
    void partsGrowAndTogetherTheyAreMoreThanThreeHundredGigabytes(int tasks) {
        PartBlock block = new PartNumbers(tasks, Limits.OF_S3).ofTask(0);

        long bytes = 0;
        for (int index = 0; index < block.count(); index++) {
            bytes += block.bytes(index);
            assertThat(block.bytes(index)).isLessThanOrEqualTo(64 * MEBIBYTE);
        }
        assertThat(block.bytes(0)).isEqualTo(5 * MEBIBYTE);
        assertThat(block.bytes(block.count() / 8)).isEqualTo(10 * MEBIBYTE);
        assertThat(block.bytes(block.count() - 1)).isEqualTo(64 * MEBIBYTE);
        assertThat(bytes * tasks).isGreaterThan(300_000_000_000L);
    }

    @Test
    void aBlockOfFewNumbersGrowsWithEach() {
        PartBlock block = new PartBlock(1, 3, 5 * MEBIBYTE, 64 * MEBIBYTE);

        assertThat(block.bytes(0)).isEqualTo(5 * MEBIBYTE);
        assertThat(block.bytes(2)).isEqualTo(20 * MEBIBYTE);
        assertThat(block.bytes(9_999)).isEqualTo(64 * MEBIBYTE);
    }
}

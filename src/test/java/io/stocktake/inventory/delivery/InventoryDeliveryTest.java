package io.stocktake.inventory.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stocktake.config.inventory.ReportEncryption;
import io.stocktake.config.inventory.ReportFormat;
import io.stocktake.config.stores.BucketLocation;
import io.stocktake.config.stores.Store;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InventoryDeliveryTest {
    private static final Store STORE = Destination.store(
            URI.create("http://127.0.0.1:9000"), Map.of("buckets", "our-reports=reports", "encryption", "trusted"));

    private static InventoryDelivery full() {
        return InventoryDelivery.of(
                        new BucketLocation(STORE, "our-reports", "reports"), "data", "all-versions", ReportFormat.CSV)
                .withPrefix(Optional.of("inventory/"))
                .withEncryption(new ReportEncryption.SseKms("1234"))
                .withExpectedBucketOwner(Optional.of("111122223333"))
                .withAcl(Optional.of(InventoryDelivery.BUCKET_OWNER_FULL_CONTROL))
                .withStartTime(Instant.parse("2026-11-21T22:29:24.567Z"))
                .withHeartbeat(Duration.ofSeconds(30), Optional.of(Duration.ofMinutes(1)))
                .withRowOrder(RowOrder.GIVEN)
                .withFileLimits(new FileLimits(10, 20));
    }

    private static InventoryDelivery least() {
        return InventoryDelivery.of(
                new BucketLocation(
                        Destination.store(URI.create("http://127.0.0.1:9000"), Map.of()), "reports", "reports"),
                "data",
                "all",
                ReportFormat.ORC);
    }

    @Test
    void optionsSayAllOfADelivery() {
        InventoryDelivery full = full();
        assertThat(InventoryDelivery.fromOptions(full.toOptions())).isEqualTo(full);
        InventoryDelivery least = least();
        assertThat(InventoryDelivery.fromOptions(least.toOptions())).isEqualTo(least);
    }

    @Test
    void optionsAreReadWithoutRegardToCaseAsSparkPassesThem() {
        InventoryDelivery delivery = least();
        Map<String, String> options = new HashMap<>();
        delivery.toOptions().forEach((name, value) -> options.put(name.toLowerCase(Locale.ROOT), value));

        assertThat(InventoryDelivery.fromOptions(options)).isEqualTo(delivery);
    }

    @Test
    void aDeliveryTravelsToTheTasks() throws Exception {
        InventoryDelivery delivery = least();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(delivery);
        }

        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(in.readObject()).isEqualTo(delivery);
        }
    }

    @Test
    void everythingButTheDestinationAndTheConfigurationHasADefault() {
        InventoryDelivery delivery = InventoryDelivery.fromOptions(Map.of(
                "region", "eu-west-1",
                "destinationBucket", "reports",
                "sourceBucket", "data",
                "id", "all",
                "fileFormat", "parquet"));

        assertThat(delivery.destination().store().name()).isEqualTo("aws");
        assertThat(delivery.format()).isEqualTo(ReportFormat.PARQUET);
        assertThat(delivery.encryption()).isEqualTo(new ReportEncryption.Unspecified());
        assertThat(delivery.heartbeat()).isEqualTo(Duration.ofSeconds(5));
        assertThat(delivery.rowOrder()).isEqualTo(RowOrder.KEY);
        assertThat(delivery.fileLimits()).isEqualTo(new FileLimits(3_000_000, 134_217_728));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            destinationBucket    |         | Cannot deliver a report: the option "destinationBucket" is missing
            sourceBucket         |         | Cannot deliver a report: the option "sourceBucket" is missing
            id                   |         | Cannot deliver a report: the option "id" is missing
            fileFormat           |         | Cannot deliver a report: the option "fileFormat" is missing
            fileFormat           | Avro    | Cannot read the option "fileFormat": "Avro" is none of CSV, ORC, Parquet
            serverSideEncryption | SSE-C   | Cannot read the option "serverSideEncryption": it is SSE-S3, or SSE-KMS with the option "kmsKeyId"
            serverSideEncryption | SSE-KMS | Cannot read the option "serverSideEncryption": it is SSE-S3, or SSE-KMS with the option "kmsKeyId"
            kmsKeyId             | 1234    | Cannot read the option "serverSideEncryption": it is SSE-S3, or SSE-KMS with the option "kmsKeyId"
            startTime            | today   | Cannot read the option "startTime": "today" is not an instant such as 2026-11-21T22:29:24Z
            run                  | 12      | Cannot read the option "run": Cannot name a run "12": a run is 12 hexadecimal digits in lower case
            heartbeat            | soon    | Cannot read the option "heartbeat": a length of time is written 500ms, 10s, 2m, 1h or PT10S
            rowOrder             | random  | Cannot read the option "rowOrder": "random" is neither key nor given
            rowsPerFile          | many    | Cannot read the option "rowsPerFile": "many" is not a number
            rowsPerFile          | 0       | Cannot limit a data file to 0 rows and 134217728 bytes: it has at least one
            """)
    void anOptionThatCannotBeReadIsNamed(String option, String value, String message) {
        Map<String, String> options = new HashMap<>(least().toOptions());
        options.remove(option);
        if (value != null) {
            options.put(option, value);
        }

        assertThatThrownBy(() -> InventoryDelivery.fromOptions(options))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}

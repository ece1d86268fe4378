package io.stocktake.replication.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CompletionReportManifestTest {
    private static final String JSON = """
            {"Format":"Report_CSV_20180820","ReportCreationDate":"2019-04-05T17:48:39.725Z","Results":[\
            {"TaskExecutionStatus":"failed","Bucket":"my-job-reports","MD5Checksum":"83b1c4cbe93fc893f54053697e10fd6e",\
            "Key":"job-f8/results/6217b0fab0de85c408b4be96aeaca9b195a7daa5.csv"}],\
            "ReportSchema":"Bucket, Key, VersionId, TaskStatus, ErrorCode, HTTPStatusCode, ResultMessage"}""";

    private static CompletionReportManifest read(String json) throws JsonProcessingException {
        return CompletionReportManifest.of(new JsonMapper().readTree(json));
    }

    @Test
    void whatIsReadIsWritten() throws JsonProcessingException {
        CompletionReportManifest manifest = read(JSON);
        assertThat(manifest)
                .isEqualTo(new CompletionReportManifest(
                        Instant.parse("2019-04-05T17:48:39.725Z"),
                        List.of(new CompletionReportManifest.Result(
                                TaskStatus.FAILED,
                                "my-job-reports",
                                "83b1c4cbe93fc893f54053697e10fd6e",
                                "job-f8/results/6217b0fab0de85c408b4be96aeaca9b195a7daa5.csv")),
                        "Bucket, Key, VersionId, TaskStatus, ErrorCode, HTTPStatusCode, ResultMessage"));
        assertThat(manifest.toJson()).isEqualTo(JSON);
    }

    @Test
    void membersThatAwsMayAddArePassedOver() throws JsonProcessingException {
        assertThat(read(JSON.replace("{\"", "{\"New\":{\"a\":[1]},\"")).toJson())
                .isEqualTo(JSON);
    }

    static Stream<Arguments> bad() {
        return Stream.of(
                Arguments.of(
                        JSON.replace("20180820", "2030"),
                        "its \"Format\" is \"Report_CSV_2030\", only \"Report_CSV_20180820\" is known"),
                Arguments.of(JSON.replace("\"Report_CSV_20180820\"", "7"), "its \"Format\" is 7, not a string"),
                Arguments.of(
                        JSON.replace("2019-04-05T17:48:39.725Z", "yesterday"),
                        "its \"ReportCreationDate\" is \"yesterday\", not a time such as 2019-04-05T17:48:39.725Z"),
                Arguments.of(JSON.replaceAll("\\[.*]", "7"), "its \"Results\" is not an array"),
                Arguments.of(JSON.replaceAll("\\[.*]", "[7]"), "its \"Results[0]\" is not an object"),
                Arguments.of(
                        JSON.replace("\"failed\"", "\"skipped\""),
                        "its \"Results[0].TaskExecutionStatus\" is \"skipped\", neither succeeded nor failed"),
                Arguments.of(JSON.replace("\"Key\"", "\"Name\""), "its \"Results[0].Key\" is missing"),
                Arguments.of(JSON.replace("\"my-job-reports\"", "\"\""), "its \"Results[0].Bucket\" is empty"),
                Arguments.of(
                        JSON.replace("83b1c4cbe93fc893f54053697e10fd6e", "83b1"),
                        "its \"Results[0].MD5Checksum\" is \"83b1\", not an MD5 in hexadecimal"),
                Arguments.of(JSON.replace("\"ReportSchema\"", "\"Schema\""), "its \"ReportSchema\" is missing"));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void aBadManifestIsRefused(String json, String message) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}

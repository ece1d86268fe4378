package io.stocktake.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageParserTest {
    private static final UTF8String ABSENT = UTF8String.EMPTY_UTF8;

    private static final String PAGE_OF_VERSIONS = """
            <?xml version="1.0" encoding="UTF-8"?>
            <ListVersionsResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>data</Name><Prefix></Prefix>\
            <KeyMarker></KeyMarker><VersionIdMarker></VersionIdMarker><MaxKeys>3</MaxKeys>\
            <EncodingType>url</EncodingType><IsTruncated>true</IsTruncated>\
            <NextKeyMarker>b+%C3%BC%2B</NextKeyMarker><NextVersionIdMarker>v3</NextVersionIdMarker>\
            <Version><Key>a</Key><VersionId>v9</VersionId><IsLatest>false</IsLatest>\
            <LastModified>2024-05-06T22:37:48.123Z</LastModified><ETag>&quot;9e107d9d372bb6826bd81d3542a419d6-2&quot;</ETag>\
            <ChecksumAlgorithm>CRC64NVME</ChecksumAlgorithm><ChecksumType>FULL_OBJECT</ChecksumType>\
            <Size>12345678901</Size><Owner><ID>75aa57f0</ID><DisplayName>somebody</DisplayName></Owner>\
            <StorageClass>GLACIER</StorageClass></Version>\
            <DeleteMarker><Key>b+%C3%BC%2B</Key><VersionId>v4</VersionId><IsLatest>true</IsLatest>\
            <LastModified>2024-05-07T00:00:00Z</LastModified><Owner><ID>75aa57f0</ID></Owner></DeleteMarker>\
            <Version><Key>b+%C3%BC%2B</Key><VersionId>null</VersionId><IsLatest>false</IsLatest>\
            <LastModified>2024-05-06T22:37:48.000Z</LastModified><ETag>"d41d8cd98f00b204e9800998ecf8427e"</ETag>\
            <Size>0</Size><StorageClass>STANDARD</StorageClass></Version>\
            </ListVersionsResult>
            """;

    @Test
    void versionsAndDeleteMarkersKeepTheOrderOfTheDocument() throws PageFormatException {
        Page page = parse(PAGE_OF_VERSIONS);

        assertThat(page)
                .isEqualTo(new Page(
                        List.of(
                                new ListedVersion(
                                        utf8("a"),
                                        utf8("v9"),
                                        false,
                                        false,
                                        12345678901L,
                                        micros("2024-05-06T22:37:48.123Z"),
                                        utf8("9e107d9d372bb6826bd81d3542a419d6-2"),
                                        utf8("GLACIER"),
                                        utf8("CRC64NVME"),
                                        utf8("75aa57f0")),
                                new ListedVersion(
                                        utf8("b ü+"),
                                        utf8("v4"),
                                        true,
                                        true,
                                        0,
                                        micros("2024-05-07T00:00:00Z"),
                                        ABSENT,
                                        ABSENT,
                                        ABSENT,
                                        utf8("75aa57f0")),
                                new ListedVersion(
                                        utf8("b ü+"),
                                        utf8("null"),
                                        false,
                                        false,
                                        0,
                                        micros("2024-05-06T22:37:48Z"),
                                        utf8("d41d8cd98f00b204e9800998ecf8427e"),
                                        utf8("STANDARD"),
                                        ABSENT,
                                        ABSENT)),
                        List.of(),
                        true,
                        Optional.empty(),
                        Optional.of("b ü+"),
                        Optional.of("v3")));
        assertThat(page.entries()).extracting(ListedVersion::isNullVersion).containsExactly(false, false, true);
        assertThat(page.entries())
                .extracting(ListedVersion::isMultipartUploaded)
                .containsExactly(true, false, false);
    }

    @Test
    void keysAreTakenAsTheyStandWhereThePageIsNotEncoded() throws PageFormatException {
        Page page = parse("<ListBucketResult><IsTruncated>false</IsTruncated>"
                + "<Contents><LastModified>2024-05-06T22:37:48.000Z</LastModified><Key>100%25 &amp; a+b&#10;&#x1F600;"
                + "<![CDATA[<c>]]></Key><Size>1</Size></Contents>"
                + "<CommonPrefixes><Prefix>x/</Prefix></CommonPrefixes></ListBucketResult>");

        assertThat(page.entries()).extracting(entry -> entry.key().toString()).containsExactly("100%25 & a+b\n😀<c>");
        assertThat(page.commonPrefixes()).containsExactly(utf8("x/"));
        assertThat(page.isTruncated()).isFalse();
    }

    @Test
    void aMarkerThatTheStoreDoesNotEncodeIsTheLastKeyAsItIs() throws PageFormatException {
        String page = """
                <ListVersionsResult><EncodingType>url</EncodingType><IsTruncated>true</IsTruncated>\
                <NextKeyMarker>%s</NextKeyMarker><NextVersionIdMarker>v1</NextVersionIdMarker>\
                <Version><Key>%s</Key><VersionId>v1</VersionId><LastModified>2024-05-06T22:37:48Z</LastModified>\
                <Size>0</Size></Version></ListVersionsResult>
                """;

        assertThat(parse(page.formatted("ü +?%.txt", "%C3%BC+%2B%3F%25.txt")).nextKeyMarker())
                .contains("ü +?%.txt");
        assertThat(parse(page.formatted("100%25", "100%2525")).nextKeyMarker()).contains("100%25");
        assertThat(parse(page.formatted("100%2525", "100%2525")).nextKeyMarker())
                .contains("100%25");
    }

    @Test
    void elementsOfALaterVersionOfTheServiceArePassedOver() throws PageFormatException {
        Page page = parse("<s3:ListBucketResult xmlns:s3='urn:x'><New><Deep a='>'/>text</New><!-- <Contents> -->"
                + "<Contents><RestoreStatus><IsRestoreInProgress>false</IsRestoreInProgress></RestoreStatus>"
                + "<Key>k</Key><LastModified>2024-05-06T22:37:48.000Z</LastModified></Contents>"
                + "<IsTruncated>false</IsTruncated><NextContinuationToken/></s3:ListBucketResult>");

        assertThat(page.entries()).extracting(ListedVersion::key).containsExactly(utf8("k"));
        assertThat(page.nextContinuationToken()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            <Error><Code>InternalError</Code></Error>                                        | expected a page of a listing, found <Error>
            <ListBucketResult><Contents>                                                     | the document ends early, at byte 28
            <ListBucketResult><IsTruncated>maybe</IsTruncated></ListBucketResult>            | IsTruncated is neither true nor false: "maybe"
            <ListBucketResult></ListBucketResult>                                            | the page does not say whether it is truncated
            <ListBucketResult><Contents><Key>a</Key></Contents></ListBucketResult>           | an entry without Key or LastModified
            <ListBucketResult></ListVersionsResult>                                          | an end tag that ends nothing, at byte 20
            <!DOCTYPE a><ListBucketResult/>                                                  | a document type is not allowed, at byte 0
            <ListBucketResult><Contents><Key>&boom;</Key></Contents></ListBucketResult>      | the reference "&boom;" is not known, at byte 33
            <ListBucketResult><Contents><Size>-1</Size></Contents></ListBucketResult>        | a Size that is not a number of bytes: "-1"
            <ListBucketResult><Contents><LastModified>now</LastModified></Contents></ListBucketResult> | a LastModified that is not a date: "now"
            <ListBucketResult><EncodingType>url</EncodingType><IsTruncated>false</IsTruncated><CommonPrefixes><Prefix>100%</Prefix></CommonPrefixes></ListBucketResult> | a percent sign that encodes nothing: "100%"
            <ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult><a/>          | a second root element, at byte 69
            """)
    void aPageThatIsNotOneIsRefused(String document, String message) {
        assertThatThrownBy(() -> parse(document))
                .isInstanceOf(PageFormatException.class)
                .hasMessage(message);
    }

    @Test
    void elementsWithoutEndAreRefusedAtABoundedDepth() {
        assertThatThrownBy(() -> parse("<ListBucketResult>" + "<a>".repeat(100_000)))
                .isInstanceOf(PageFormatException.class)
                .hasMessage("elements nested deeper than 64, at byte 207");
    }

    @Test
    void aPageThatIsCutOffAnywhereIsRefused() {
        byte[] whole = PAGE_OF_VERSIONS.strip().getBytes(StandardCharsets.UTF_8);
        for (int length = 0; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> new PageParser().parse(part, part.length))
                    .as("cut at %d of %d bytes", length, whole.length)
                    .isInstanceOf(PageFormatException.class);
        }
    }

    @Test
    void aPageWithAnyByteChangedIsReadOrRefused() {
        byte[] whole = PAGE_OF_VERSIONS.getBytes(StandardCharsets.UTF_8);
        for (long seed = 0; seed < 20_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            byte[] changed = whole.clone();
            for (int i = random.nextInt(1, 4); i > 0; i--) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
            }
            try {
                new PageParser().parse(changed, changed.length);
            } catch (PageFormatException expected) {
                assertThat(expected).as("seed %d", seed).hasMessageNotContaining("null");
            } catch (RuntimeException crash) {
                throw new AssertionError("seed " + seed, crash);
            }
        }
    }

    private static Page parse(String document) throws PageFormatException {
        byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
        return new PageParser().parse(bytes, bytes.length);
    }

    private static UTF8String utf8(String text) {
        return UTF8String.fromString(text);
    }

    private static long micros(String instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(instant));
    }
}

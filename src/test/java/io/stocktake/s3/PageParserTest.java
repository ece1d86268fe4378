package io.stocktake.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stocktake.config.inventory.IncludedObjectVersions;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
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
                <Version><Key>%s</Key><VersionId>v1</VersionId><IsLatest>true</IsLatest><LastModified>2024-05-06T22:37:48Z</LastModified>\
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
                + "<Key>k</Key><LastModified>2024-05-06T22:37:48.000Z</LastModified><Size>1</Size></Contents>"
                + "<IsTruncated>false</IsTruncated><NextContinuationToken/></s3:ListBucketResult>");

        assertThat(page.entries()).extracting(ListedVersion::key).containsExactly(utf8("k"));
        assertThat(page.nextContinuationToken()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            <Error><Code>InternalError</Code></Error>                                        | expected <ListBucketResult>, found an error: "InternalError", at byte 13
            <html><body/></html>                                                             | expected <ListBucketResult>, found <html>
            <ListVersionResult/>                                                             | expected <ListBucketResult>, found <ListVersionResult>
            <ListBucketResult><Contents>                                                     | the document ends early, at byte 28
            <ListBucketResult><IsTruncated>maybe</IsTruncated></ListBucketResult>            | an IsTruncated that is neither true nor false: "maybe", at byte 31
            <ListBucketResult></ListBucketResult>                                            | the page does not say whether it is truncated, in all of its 37 bytes
            <ListBucketResult><Version><Key>a</Key></Version></ListBucketResult>             | a <Version> in a listing of current objects, at byte 27
            <ListBucketResult><Contents><Key>a</Key></Contents></ListBucketResult>           | an entry without LastModified, at byte 28
            <ListBucketResult><Contents><LastModified>2024-05-06T22:37:48Z</LastModified></Contents></ListBucketResult> | an entry without Key, at byte 28
            <ListBucketResult><Contents><Key>a</Key><LastModified>2024-05-06T22:37:48Z</LastModified></Contents></ListBucketResult> | an entry without Size, at byte 28
            <ListBucketResult><Contents><Key/><LastModified>2024-05-06T22:37:48Z</LastModified><Size>1</Size></Contents></ListBucketResult> | an empty Key, at byte 34
            <ListBucketResult><Contents><Key>a</Key><Key>b</Key></Contents></ListBucketResult> | a second <Key>, at byte 45
            <ListBucketResult><IsTruncated>true</IsTruncated><IsTruncated>false</IsTruncated></ListBucketResult> | a second <IsTruncated>, at byte 62
            <ListBucketResult><EncodingType>base64</EncodingType></ListBucketResult>         | an EncodingType that is not url: "base64", at byte 32
            <ListBucketResult></ListVersionsResult>                                          | an end tag that ends nothing, at byte 20
            <!DOCTYPE a><ListBucketResult/>                                                  | a document type is not allowed, at byte 0
            <ListBucketResult><Contents><Key>&boom;</Key></Contents></ListBucketResult>      | the reference "&boom;" is not known, at byte 33
            <ListBucketResult><Contents><Key>&#+65;</Key></Contents></ListBucketResult>      | the reference "&#+65;" is not known, at byte 33
            <ListBucketResult><Contents><Key>&#xD800;</Key></Contents></ListBucketResult>    | the reference "&#xD800;" is not known, at byte 33
            <ListBucketResult><Contents><Key>a<b/></Key></Contents></ListBucketResult>       | an element inside of <Key>, at byte 34
            <ListBucketResult><Contents><Size>-1</Size></Contents></ListBucketResult>        | a Size that is not a number of bytes: "-1", at byte 34
            <ListBucketResult><Contents><Size>9223372036854775808</Size></Contents></ListBucketResult> | a Size that is not a number of bytes: "9223372036854775808", at byte 34
            <ListBucketResult><Contents><LastModified>now</LastModified></Contents></ListBucketResult> | a LastModified that is not a date: "now", at byte 42
            <ListBucketResult><Contents><LastModified>2023-02-29T00:00:00Z</LastModified></Contents></ListBucketResult> | a LastModified that is not a date: "2023-02-29T00:00:00Z", at byte 42
            <ListBucketResult><Contents><LastModified>2024-05-06T24:00:00.000Z</LastModified></Contents></ListBucketResult> | a LastModified that is not a date: "2024-05-06T24:00:00.000Z", at byte 42
            <ListBucketResult><Contents><LastModified>+999999999-12-31T23:59:59Z</LastModified></Contents></ListBucketResult> | a LastModified that is not a date: "+999999999-12-31T23:59:59Z", at byte 42
            <ListBucketResult><EncodingType>url</EncodingType><IsTruncated>false</IsTruncated><CommonPrefixes><Prefix>100%</Prefix></CommonPrefixes></ListBucketResult> | a percent sign that encodes nothing: "100%", at byte 155
            <ListBucketResult><EncodingType>url</EncodingType><IsTruncated>false</IsTruncated><CommonPrefixes><Prefix>%C3</Prefix></CommonPrefixes></ListBucketResult> | a key that is not UTF-8: "%C3", at byte 154
            <ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult><a/>          | a second root element, at byte 69
            <ListBucketResult><?php ?></ListBucketResult>                                    | a processing instruction is not allowed, at byte 18
            <ListBucketResult/>text                                                          | text outside of the root element, at byte 19
            <ListBucketResult a="<IsTruncated>"/>                                            | a tag without end, at byte 21
            <ListBucketResult><!-- <Contents> -- <Key> --></ListBucketResult>                | a comment without end, at byte 36
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

    private static Page parse(String document) throws PageFormatException {
        byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
        boolean isOfVersions = document.contains("<ListVersionsResult");
        return new PageParser(isOfVersions ? IncludedObjectVersions.ALL : IncludedObjectVersions.CURRENT)
                .parse(bytes, bytes.length);
    }

    private static UTF8String utf8(String text) {
        return UTF8String.fromString(text);
    }

    private static long micros(String instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(instant));
    }
}

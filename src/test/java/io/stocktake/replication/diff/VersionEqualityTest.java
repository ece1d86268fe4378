package io.stocktake.replication.diff;

import static org.assertj.core.api.Assertions.assertThat;

import io.stocktake.replication.ComparedVersions;
import io.stocktake.replication.Difference;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whether one version is the replica of another. The destination's version is older by date where it ends in {@code @1}. */
class VersionEqualityTest {
    private final HandWrittenFacts facts = new HandWrittenFacts();

    @Test
    void equalSizeAndETagAreEqualWithoutARequestWhateverTheEncryption() {
        facts.encrypted("s1", "SSE-KMS").encrypted("d1", "SSE-C");

        assertThat(sameness("A@2", "A@1")).isEqualTo(Sameness.EQUAL);
        assertThat(facts.asked()).isEmpty();
    }

    @Test
    void differentSizesAreDifferentWithoutARequest() {
        assertThat(sameness("A@2", "B@3")).isEqualTo(Sameness.DIFFERENT);
        assertThat(facts.asked()).isEmpty();
    }

    @Test
    void anObjectIsNoDeleteMarker() {
        assertThat(sameness("A@2", "-@3")).isEqualTo(Sameness.DIFFERENT);
        assertThat(sameness("-@2", "A@3")).isEqualTo(Sameness.DIFFERENT);
        assertThat(sameness("-@2", "-@1")).isEqualTo(Sameness.EQUAL);
        assertThat(facts.asked()).isEmpty();
    }

    @Test
    void twoMd5ProveADifferenceWithTwoHeads() {
        assertThat(sameness("A@2", "a@3")).isEqualTo(Sameness.DIFFERENT);
        assertThat(facts.asked()).containsExactly("HEAD s1", "HEAD d1");
    }

    @Test
    void twoMd5OfSseS3ProveADifference() {
        facts.encrypted("s1", "SSE-S3").encrypted("d1", "SSE-S3");

        assertThat(sameness("A@2", "a@3")).isEqualTo(Sameness.DIFFERENT);
    }

    @Test
    void theETagOfAnEncryptedObjectProvesNothing() {
        for (String encryption : List.of("SSE-KMS", "DSSE-KMS", "SSE-C")) {
            facts.encrypted("d1", encryption);

            assertThat(sameness("A@2", "a@3")).as(encryption).isEqualTo(Sameness.BY_SIZE_AND_DATE);
            assertThat(sameness("A@2", "a@2")).as(encryption).isEqualTo(Sameness.BY_SIZE_AND_DATE);
            assertThat(sameness("A@2", "a@1")).as(encryption).isEqualTo(Sameness.DIFFERENT);
        }
    }

    @Test
    void checksumsOfOneAlgorithmAndTypeDecide() {
        facts.encrypted("d1", "SSE-KMS").checksum("s1", "FULL_OBJECT", "CRC64NVME", "same");

        facts.checksum("d1", "FULL_OBJECT", "CRC64NVME", "same");
        assertThat(sameness("A@2", "a@1")).isEqualTo(Sameness.EQUAL);
        facts.checksum("d1", "FULL_OBJECT", "CRC64NVME", "other");
        assertThat(sameness("A@2", "a@3")).isEqualTo(Sameness.DIFFERENT);
    }

    @Test
    void checksumsOfOtherAlgorithmsOrTypesDoNot() {
        facts.encrypted("d1", "SSE-KMS").checksum("s1", "FULL_OBJECT", "CRC64NVME", "x");

        facts.checksum("d1", "FULL_OBJECT", "CRC32", "y");
        assertThat(sameness("A@2", "a@3")).isEqualTo(Sameness.BY_SIZE_AND_DATE);
        facts.checksum("d1", "COMPOSITE", "CRC64NVME", "y");
        assertThat(sameness("A@2", "a@3")).isEqualTo(Sameness.BY_SIZE_AND_DATE);
    }

    @Test
    void compositeChecksumsOfOtherPartsDoNotDecide() {
        facts.checksum("s1", "COMPOSITE", "SHA256", "x-2").checksum("d1", "COMPOSITE", "SHA256", "y-3");

        assertThat(sameness("A-2@2", "a-3@3")).isEqualTo(Sameness.BY_SIZE_AND_DATE);
        facts.checksum("d1", "COMPOSITE", "SHA256", "y-2");
        assertThat(sameness("A-2@2", "a-2@3")).isEqualTo(Sameness.DIFFERENT);
    }

    @Test
    void multipartETagsProveADifferenceOnlyOverTheSameParts() {
        facts.firstPart("s1", 2, 40);

        assertThat(sameness("A-2@2", "a-2@3")).isEqualTo(Sameness.BY_SIZE_AND_DATE);
        assertThat(facts.asked()).containsExactly("HEAD s1", "HEAD d1", "part s1", "part d1");
        facts.firstPart("d1", 2, 30);
        assertThat(sameness("A-2@2", "a-2@3")).isEqualTo(Sameness.BY_SIZE_AND_DATE);
        facts.firstPart("d1", 2, 40);
        assertThat(sameness("A-2@2", "a-2@3")).isEqualTo(Sameness.DIFFERENT);
    }

    @Test
    void onePartHasTheBoundariesOfTheObject() {
        assertThat(sameness("A-1@2", "a-1@3")).isEqualTo(Sameness.DIFFERENT);
        assertThat(facts.asked()).containsExactly("HEAD s1", "HEAD d1");
    }

    @Test
    void aMultipartETagSaysNothingOfAPlainOneNorOfOneWithOtherParts() {
        assertThat(sameness("A-2@2", "a@3")).isEqualTo(Sameness.BY_SIZE_AND_DATE);
        assertThat(sameness("A@2", "a-2@3")).isEqualTo(Sameness.BY_SIZE_AND_DATE);
        assertThat(sameness("A-2@2", "a-3@3")).isEqualTo(Sameness.BY_SIZE_AND_DATE);
        assertThat(sameness("A-2@2", "a-3@1")).isEqualTo(Sameness.DIFFERENT);
    }

    @Test
    void anEntryIsAskedAboutOnceHoweverOftenItIsCompared() {
        facts.encrypted("s1", "SSE-KMS").encrypted("s2", "SSE-KMS").encrypted("s3", "SSE-KMS");

        assertThat(Histories.texts(diff("A@1 A@2 A@30", "a@11 a@12")))
                .containsExactly(
                        "BY_SIZE_AND_DATE s1 by all seen d1",
                        "BY_SIZE_AND_DATE s2 by all seen d2",
                        "CHANGED s3 by all seen d2");
        assertThat(facts.asked()).containsExactly("HEAD s1", "HEAD d1", "HEAD s2", "HEAD d2");
    }

    @Test
    void aVersionThatVanishedAtTheSourceIsCountedAndNotMissed() {
        facts.gone("s1");

        ComparedKey compared = compared("A@2 B@3", "a@1");

        assertThat(Histories.texts(compared.differences())).containsExactly("CHANGED s2 by all seen d1");
        assertThat(compared.vanished()).isEqualTo(1);
    }

    @Test
    void aVersionThatVanishedAtTheDestinationIsMissing() {
        facts.gone("d2");

        ComparedKey compared = compared("A@1 B@2", "A@11 b@12");

        assertThat(Histories.texts(compared.differences()))
                .containsExactly("EQUAL s1 by all seen d1", "CHANGED s2 by all seen d1");
        assertThat(compared.vanished()).isZero();
    }

    @Test
    void aCurrentObjectThatWasOverwrittenIsComparedAsItIsNow() {
        facts.overwritten("s1", Histories.version("s1", "b", 30, true));
        DiffRequest current = DiffRequest.of(Rules.terms(Rules.ALL, ComparedVersions.CURRENT));

        ComparedKey compared = new KeyComparison(current, Instant.EPOCH)
                .compare(Histories.source("A@1"), Histories.destination("a@2"), facts);

        assertThat(Histories.texts(compared.differences())).containsExactly("CHANGED s1 by all seen d1");
        assertThat(compared.differences().get(0).version()).isEqualTo(Histories.version("s1", "b", 30, true));
        assertThat(compared.vanished()).isZero();
    }

    @Test
    void anOverwrittenNullVersionIsGoneFromItsPlaceAndAnyOtherVersionStaysWhatItIs() {
        KeyHistory source = new KeyHistory(
                Histories.KEY,
                List.of(Histories.version("s2", "B", 2, true), Histories.version("null", "A", 1, false)));
        facts.overwritten("null", Histories.version("null", "b", 30, true));
        facts.overwritten("s2", Histories.version("s2", "c", 2, true));

        ComparedKey compared = new KeyComparison(
                        DiffRequest.of(Rules.terms(Rules.ALL, ComparedVersions.HISTORY)), Instant.EPOCH)
                .compare(source, Histories.destination("a@11 b@12"), facts);

        assertThat(Histories.texts(compared.differences()))
                .containsExactly(
                        "CONFLICT s2 by all seen d2: the destination has other entries, and they are not older");
        assertThat(compared.vanished()).isEqualTo(1);
    }

    private Sameness sameness(String source, String destination) {
        return new VersionEquality(facts)
                .of(
                        Histories.source(source).newestFirst().get(0),
                        Histories.destination(destination).newestFirst().get(0));
    }

    private ComparedKey compared(String source, String destination) {
        DiffRequest request = DiffRequest.of(Rules.terms(Rules.ALL, ComparedVersions.HISTORY));
        return new KeyComparison(request, Instant.EPOCH)
                .compare(Histories.source(source), Histories.destination(destination), facts);
    }

    private List<Difference> diff(String source, String destination) {
        return compared(source, destination).differences();
    }
}

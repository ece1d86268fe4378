package io.stocktake.jobs;

import io.stocktake.config.directory.DefinitionDirectory;
import io.stocktake.config.document.InvalidDefinitionException;
import io.stocktake.config.document.Node;
import io.stocktake.config.document.Problem;
import io.stocktake.config.replication.ReplicationConfiguration;
import io.stocktake.config.replication.ReplicationConfigurations;
import io.stocktake.config.replication.RequestDigest;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes or replaces a replication configuration. */
@Command(
        name = "put-bucket-replication",
        header = "Makes or replaces the replication configuration of a bucket.",
        description = {
            "",
            "Takes what the AWS CLI's command of this name takes, refuses what S3 refuses, and writes a file into the"
                    + " directory of definitions. Prints nothing. No store is asked, so whether the buckets are"
                    + " versioned is not known here."
        },
        synopsisHeading = "%n",
        customSynopsis = "./spark-submit.sh put-bucket-replication --definitions DIRECTORY --bucket BUCKET"
                + " --replication-configuration DOCUMENT [options]",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./spark-submit.sh put-bucket-replication --definitions definitions \\",
            "      --bucket my-bucket --replication-configuration file://replication.json",
            "  aws s3api get-bucket-replication --bucket my-bucket >replication.json",
            "      prints what is taken here; the body of S3's own request is taken as file://replication.xml"
        })
final class PutBucketReplicationCommand extends BucketDefinitionCommand {
    private static final String STRUCTURE = "ReplicationConfiguration";

    private static final String STRUCTURE_OPTION = "--replication-configuration";

    @Option(
            names = STRUCTURE_OPTION,
            paramLabel = "DOCUMENT",
            description = "The configuration as JSON, or as file://NAME (.json, .yaml or .xml).")
    String replicationConfiguration;

    @Option(
            names = "--content-md5",
            paramLabel = "DIGEST",
            description = "The MD5 of the document as it is given here, byte for byte, in Base64; another is refused.")
    String contentMd5;

    @Option(
            names = "--checksum-algorithm",
            paramLabel = "NAME",
            description = "Such as CRC32 or SHA256; one that S3 does not know is refused. No checksum is sent.")
    String checksumAlgorithm;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description = "Accepted without effect: AWS wants it to replicate from a bucket with Object Lock.")
    String token;

    PutBucketReplicationCommand() {
        super(AwsOperation.PUT_BUCKET_REPLICATION);
    }

    /** No other document is read. */
    @Override
    boolean isAboutTheRequest(Problem problem) {
        return true;
    }

    @Override
    String answer(DefinitionDirectory directory, AwsInput input, AwsOptions.OutputFormat output) throws IOException {
        input.text("ChecksumAlgorithm")
                .flatMap(RequestDigest::algorithmRefusal)
                .ifPresent(PutBucketReplicationCommand::refuse);
        input.text("ContentMD5")
                .ifPresent(digest -> RequestDigest.refusal(body(input, digest), digest)
                        .ifPresent(PutBucketReplicationCommand::refuse));
        ReplicationConfiguration configuration = configuration(input);
        checkOwner(directory, input);
        directory.putReplication(input.required("Bucket"), configuration);
        warn(ReplicationConfigurations.warnings("the replication configuration", configuration));
        return "";
    }

    private static ReplicationConfiguration configuration(AwsInput input) {
        Optional<String> source = input.text("Bucket");
        Optional<Node> structure = input.structure(STRUCTURE);
        if (structure.isPresent()) {
            return ReplicationConfigurations.parse(STRUCTURE, structure.get(), source);
        }
        OptionDocument document = input.document(STRUCTURE).orElseThrow();
        return ReplicationConfigurations.parse(STRUCTURE_OPTION, document.content(), document.format(), source);
    }

    private static byte[] body(AwsInput input, String digest) {
        return input.document(STRUCTURE)
                .map(OptionDocument::content)
                .orElseThrow(() -> CommandException.refused("Cannot check the ContentMD5 \"" + digest
                        + "\": the configuration is a part of a larger document and has no bytes of its own. Give it as "
                        + STRUCTURE_OPTION + " file://NAME, or leave the digest out."));
    }

    private static void refuse(Problem problem) {
        throw new InvalidDefinitionException(List.of(problem));
    }
}

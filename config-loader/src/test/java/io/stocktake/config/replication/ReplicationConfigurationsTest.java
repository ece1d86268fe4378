package io.stocktake.config.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stocktake.config.document.DocumentFormat;
import io.stocktake.config.document.InvalidDefinitionException;
import io.stocktake.config.replication.ReplicationDestination.EncryptionConfiguration;
import io.stocktake.config.replication.ReplicationDestination.EventThreshold;
import io.stocktake.config.replication.ReplicationDestination.Metrics;
import io.stocktake.config.replication.ReplicationDestination.ReplicationTime;
import io.stocktake.config.replication.ReplicationFilter.ObjectTag;
import io.stocktake.config.replication.ReplicationRule.DeleteMarkerReplication;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReplicationConfigurationsTest {

    private static final String MALFORMED = " (400 MalformedXML: The XML you provided was not well-formed or did not"
            + " validate against our published schema)";

    private static final String MINIMAL = "{\"Role\": \"r\", \"Rules\": [{\"Status\": \"Enabled\", \"Destination\":"
            + " {\"Bucket\": \"arn:aws:s3:::copy\"}}]}";

    private static final ReplicationConfiguration FULL = new ReplicationConfiguration(
            "arn:aws:iam::35667example:role/CrossRegionReplicationRoleForS3",
            List.of(
                    new ReplicationRule(
                            Optional.of("everything"),
                            Optional.of(7),
                            Optional.empty(),
                            Optional.of(new ReplicationFilter.And(
                                    Optional.of("logs/"),
                                    List.of(new ObjectTag("team", "storage"), new ObjectTag("tier", "")))),
                            RuleStatus.ENABLED,
                            Optional.of(new SourceSelectionCriteria(
                                    Optional.of(RuleStatus.ENABLED), Optional.of(RuleStatus.DISABLED))),
                            new ReplicationDestination(
                                    "arn:aws:s3:::copy",
                                    Optional.of("012345678901"),
                                    Optional.of("STANDARD_IA"),
                                    Optional.of(OwnerOverride.DESTINATION),
                                    Optional.of(new EncryptionConfiguration(Optional.of("alias/replicas"))),
                                    Optional.of(new ReplicationTime(RuleStatus.ENABLED, Optional.of(15))),
                                    Optional.of(new Metrics(
                                            RuleStatus.ENABLED, Optional.of(new EventThreshold(Optional.of(15)))))),
                            Optional.of(new DeleteMarkerReplication(Optional.of(RuleStatus.DISABLED)))),
                    rule(Optional.of(new ReplicationFilter.Everything())),
                    rule(Optional.of(new ReplicationFilter.Prefix(""))),
                    rule(Optional.of(new ReplicationFilter.Tag(new ObjectTag("k", "v")))),
                    rule(Optional.empty())));

    @Test
    void theExampleOfTheApiReferenceIsReadWordForWord() {
        String xml =
                "<ReplicationConfiguration> <Role>arn:aws:iam::35667example:role/CrossRegionReplicationRoleForS3</Role> <Rule> <ID>rule1</ID> <Prefix>TaxDocs</Prefix> <Status>Enabled</Status> <Destination> <Bucket>arn:aws:s3:::exampletargetbucket</Bucket> </Destination> </Rule> </ReplicationConfiguration>";

        assertThat(parse(xml, DocumentFormat.XML))
                .isEqualTo(new ReplicationConfiguration(
                        "arn:aws:iam::35667example:role/CrossRegionReplicationRoleForS3",
                        List.of(new ReplicationRule(
                                Optional.of("rule1"),
                                Optional.empty(),
                                Optional.of("TaxDocs"),
                                Optional.empty(),
                                RuleStatus.ENABLED,
                                Optional.empty(),
                                destination("exampletargetbucket"),
                                Optional.empty()))));
    }

    @Test
    void everyMemberIsWrittenAndReadInEveryFormat() {
        assertThat(parse(ReplicationConfigurations.toJson(FULL), DocumentFormat.JSON))
                .isEqualTo(FULL);
        assertThat(parse(ReplicationConfigurations.toYaml(FULL), DocumentFormat.YAML))
                .isEqualTo(FULL);
        assertThat(parse(ReplicationConfigurations.toXml(FULL), DocumentFormat.XML))
                .isEqualTo(FULL);
        for (DocumentFormat format : DocumentFormat.values()) {
            assertThat(parse(ReplicationConfigurations.write(FULL, format), format))
                    .isEqualTo(FULL);
        }
    }

    @Test
    void listsWithoutAnElementOfTheirOwnAreRepeatedInXml() {
        assertThat(ReplicationConfigurations.toXml(
                        new ReplicationConfiguration("r", FULL.rules().subList(0, 1))))
                .isEqualTo("""
                        <?xml version="1.0" encoding="UTF-8"?>
                        <ReplicationConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
                          <Role>r</Role>
                          <Rule>
                            <ID>everything</ID>
                            <Priority>7</Priority>
                            <Filter>
                              <And>
                                <Prefix>logs/</Prefix>
                                <Tag>
                                  <Key>team</Key>
                                  <Value>storage</Value>
                                </Tag>
                                <Tag>
                                  <Key>tier</Key>
                                  <Value></Value>
                                </Tag>
                              </And>
                            </Filter>
                            <Status>Enabled</Status>
                            <SourceSelectionCriteria>
                              <SseKmsEncryptedObjects>
                                <Status>Enabled</Status>
                              </SseKmsEncryptedObjects>
                              <ReplicaModifications>
                                <Status>Disabled</Status>
                              </ReplicaModifications>
                            </SourceSelectionCriteria>
                            <Destination>
                              <Bucket>arn:aws:s3:::copy</Bucket>
                              <Account>012345678901</Account>
                              <StorageClass>STANDARD_IA</StorageClass>
                              <AccessControlTranslation>
                                <Owner>Destination</Owner>
                              </AccessControlTranslation>
                              <EncryptionConfiguration>
                                <ReplicaKmsKeyID>alias/replicas</ReplicaKmsKeyID>
                              </EncryptionConfiguration>
                              <ReplicationTime>
                                <Status>Enabled</Status>
                                <Time>
                                  <Minutes>15</Minutes>
                                </Time>
                              </ReplicationTime>
                              <Metrics>
                                <Status>Enabled</Status>
                                <EventThreshold>
                                  <Minutes>15</Minutes>
                                </EventThreshold>
                              </Metrics>
                            </Destination>
                            <DeleteMarkerReplication>
                              <Status>Disabled</Status>
                            </DeleteMarkerReplication>
                          </Rule>
                        </ReplicationConfiguration>
                        """);
    }

    @Test
    void missingMembersAreReportedAtOnce() {
        assertRefused("{}", "Role: is missing" + MALFORMED, "Rules: is missing" + MALFORMED);
        assertRefused(
                "{\"Role\": \"\", \"Rules\": [{}, {\"Status\": \"Enabled\", \"Destination\": {}}]}",
                "Role: is empty" + MALFORMED,
                "Rules[0].Status: is missing" + MALFORMED,
                "Rules[0].Destination: is missing" + MALFORMED,
                "Rules[1].Destination.Bucket: is missing" + MALFORMED);
        assertRefused("{\"Role\": \"r\", \"Rules\": []}", "Rules: has no rule" + MALFORMED);
    }

    @Test
    void aFilterTakesOnePredicateAndAndSeveral() {
        assertRefused(
                withRule("\"Prefix\": \"a\", \"Filter\": {}"),
                "Rules[0].Prefix: stands beside Filter; a rule takes one of them" + MALFORMED);
        assertRefused(
                withRule("\"Filter\": {\"Prefix\": \"a\", \"Tag\": {\"Key\": \"k\", \"Value\": \"v\"}}"),
                "Rules[0].Filter: takes one of Prefix, Tag and And; for several predicates write them in And"
                        + MALFORMED);
        assertRefused(
                withRule("\"Filter\": {\"And\": {\"Prefix\": \"a\"}}"),
                "Rules[0].Filter.And: takes at least two predicates; a single one stands in Filter itself" + MALFORMED);
        assertRefused(
                withRule("\"Filter\": {\"Tag\": {\"Key\": \"\"}}"),
                "Rules[0].Filter.Tag.Value: is missing" + MALFORMED,
                "Rules[0].Filter.Tag.Key: is empty" + MALFORMED);
    }

    @Test
    void badValuesAreRefused() {
        assertRefused(
                withRule("\"Priority\": 2147483648"),
                "Rules[0].Priority: \"2147483648\" is not a whole number of 32 bits" + MALFORMED);
        assertRefused(
                withRule("\"Priority\": 1.0"),
                "Rules[0].Priority: \"1.0\" is not a whole number of 32 bits" + MALFORMED);
        assertRefused(withRule("\"Priority\": \"1\""), "Rules[0].Priority: is text, not a whole number" + MALFORMED);
        assertRefused(
                MINIMAL.replace("\"Enabled\"", "\"On\""),
                "Rules[0].Status: \"On\" is not one of Enabled, Disabled" + MALFORMED);
        assertRefused(
                MINIMAL.replace("\"Bucket\"", "\"AccessControlTranslation\": {\"Owner\": \"Source\"}, \"Bucket\""),
                "Rules[0].Destination.AccessControlTranslation.Owner: \"Source\" is not Destination" + MALFORMED);
        assertRefused(
                MINIMAL.replace("\"Bucket\"", "\"ReplicationTime\": {}, \"Metrics\": {}, \"Bucket\""),
                "Rules[0].Destination.ReplicationTime.Time: is missing" + MALFORMED,
                "Rules[0].Destination.ReplicationTime.Status: is missing" + MALFORMED,
                "Rules[0].Destination.Metrics.Status: is missing" + MALFORMED);
    }

    @Test
    void whatS3NoLongerTakesIsRefusedByName() {
        assertRefused(
                withRule("\"ExistingObjectReplication\": {\"Status\": \"Enabled\"}"),
                "Rules[0].ExistingObjectReplication: is no longer supported; leave it out, a run copies existing objects"
                        + " anyway" + MALFORMED);
    }

    @Test
    void theRulesOfJsonAreNoElementOfXml() {
        assertThatThrownBy(() -> parse(
                        "<ReplicationConfiguration><Role>r</Role><Rules><Status>Enabled</Status></Rules>"
                                + "<Rule><Status>Enabled</Status><Destination><Bucket>arn:aws:s3:::copy</Bucket>"
                                + "</Destination></Rule></ReplicationConfiguration>",
                        DocumentFormat.XML))
                .hasMessage("Cannot read replication.json: 1 problem\n" + "  Rules: is not an element of its own in XML"
                        + MALFORMED);
    }

    private static ReplicationRule rule(Optional<ReplicationFilter> filter) {
        return new ReplicationRule(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                filter,
                RuleStatus.DISABLED,
                Optional.empty(),
                destination("copy"),
                Optional.empty());
    }

    private static ReplicationDestination destination(String bucket) {
        return new ReplicationDestination(
                "arn:aws:s3:::" + bucket,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static String withRule(String members) {
        return MINIMAL.replace("\"Status\"", members + ", \"Status\"");
    }

    private static void assertRefused(String json, String... lines) {
        String number = lines.length == 1 ? "1 problem" : lines.length + " problems";
        assertThatThrownBy(() -> parse(json, DocumentFormat.JSON))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessage("Cannot read replication.json: " + number + "\n  " + String.join("\n  ", lines));
    }

    private static ReplicationConfiguration parse(String document, DocumentFormat format) {
        return ReplicationConfigurations.parse("replication.json", document.getBytes(StandardCharsets.UTF_8), format);
    }
}

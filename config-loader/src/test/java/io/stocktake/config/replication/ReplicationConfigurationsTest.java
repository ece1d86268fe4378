package io.stocktake.config.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stocktake.config.document.DocumentFormat;
import io.stocktake.config.document.Warning;
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
                    rule("all", 0, new ReplicationFilter.Everything()),
                    rule("every key", 1, new ReplicationFilter.Prefix("")),
                    rule("tagged", 2, new ReplicationFilter.Tag(new ObjectTag("k", "v")))));

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
    void rulesWithoutAnIdAreCalledAfterTheirPlace() {
        String rule = "{\"ID\": \"%s\", \"Prefix\": \"%s\", \"Status\": \"Enabled\", \"Destination\": {\"Bucket\":"
                + " \"arn:aws:s3:::copy\"}}";
        String json = "{\"Role\": \"r\", \"Rules\": ["
                + String.join(
                        ",",
                        rule.formatted("", "a"),
                        rule.formatted("rule-3", "b"),
                        rule.formatted("", "c").replace("\"ID\": \"\", ", ""),
                        rule.formatted("mine", "d"))
                + "]}";

        assertThat(parse(json, DocumentFormat.JSON).rules())
                .extracting(it -> it.id().orElseThrow())
                .containsExactly("rule-1", "rule-3", "rule-3-2", "mine");
    }

    @Test
    void theCliPrintsTheConfigurationInAWrapper() {
        ReplicationConfiguration configuration = parse(MINIMAL, DocumentFormat.JSON);

        assertThat(ReplicationConfigurations.toJson(configuration)).isEqualTo("""
                {
                    "ReplicationConfiguration": {
                        "Role": "r",
                        "Rules": [
                            {
                                "ID": "rule-1",
                                "Status": "Enabled",
                                "Destination": {
                                    "Bucket": "arn:aws:s3:::copy"
                                }
                            }
                        ]
                    }
                }
                """);
        assertThat(ReplicationConfigurations.toYaml(configuration)).isEqualTo("""
                ReplicationConfiguration:
                  Role: "r"
                  Rules:
                  - ID: "rule-1"
                    Status: "Enabled"
                    Destination:
                      Bucket: "arn:aws:s3:::copy"
                """);
    }

    @Test
    void whatARuleChoosesIsToldAlikeInBothSchemas() {
        ReplicationRule first = parse(
                        MINIMAL.replace("\"Status\"", "\"Prefix\": \"a\", \"Status\""), DocumentFormat.JSON)
                .rules()
                .get(0);

        assertThat(first.schema() + " " + first.keyPrefix() + " " + first.tags() + " "
                        + first.replicatesDeleteMarkers())
                .isEqualTo("FIRST a [] true");
        assertThat(FULL.rules())
                .extracting(rule -> rule.schema() + " " + rule.keyPrefix() + " "
                        + rule.tags().stream().map(ObjectTag::key).toList() + " " + rule.replicatesDeleteMarkers())
                .containsExactly(
                        "SECOND logs/ [team, tier] false", "SECOND  [] true", "SECOND  [] true", "SECOND  [k] false");
    }

    @Test
    void whatHasNoEffectIsWarnedOf() {
        ReplicationRule rule = FULL.rules().get(0);
        ReplicationConfiguration modifications = new ReplicationConfiguration(
                "r",
                List.of(new ReplicationRule(
                        rule.id(),
                        rule.priority(),
                        rule.prefix(),
                        rule.filter(),
                        rule.status(),
                        Optional.of(new SourceSelectionCriteria(
                                Optional.of(RuleStatus.ENABLED), Optional.of(RuleStatus.ENABLED))),
                        rule.destination(),
                        rule.deleteMarkerReplication())));

        assertThat(ReplicationConfigurations.warnings("replication.json", modifications))
                .extracting(Warning::toString)
                .containsExactly(
                        "replication.json: Rules[0].SourceSelectionCriteria.ReplicaModifications: has no effect: a run does"
                                + " not copy metadata that was changed on replicas",
                        "replication.json: Rules[0].Destination.ReplicationTime: has no effect: objects are copied when a"
                                + " run is started, not within 15 minutes");
        assertThat(ReplicationConfigurations.warnings("r", parse(MINIMAL, DocumentFormat.JSON)))
                .isEmpty();
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

    private static ReplicationRule rule(String id, int priority, ReplicationFilter filter) {
        return new ReplicationRule(
                Optional.of(id),
                Optional.of(priority),
                Optional.empty(),
                Optional.of(filter),
                RuleStatus.DISABLED,
                Optional.empty(),
                destination("copy" + priority),
                Optional.of(new DeleteMarkerReplication(
                        Optional.of(filter.objectTags().isEmpty() ? RuleStatus.ENABLED : RuleStatus.DISABLED))));
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

    private static ReplicationConfiguration parse(String document, DocumentFormat format) {
        return ReplicationConfigurations.parse("replication.json", document.getBytes(StandardCharsets.UTF_8), format);
    }
}

package io.stocktake.jobs;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stocktake.config.document.Node;
import io.stocktake.config.document.NodePath;
import org.junit.jupiter.api.Test;

class ShorthandSyntaxTest {
    @Test
    void namesAndValuesAreMembers() {
        assertThat(read("BucketName=x,Prefix=y/z=1,Region=us-east-2"))
                .isEqualTo("{BucketName:x,Prefix:y/z=1,Region:us-east-2}");
        assertThat(read(" a = b , c = d e ")).isEqualTo("{a:b,c:d e}");
        assertThat(read("a=,b=")).isEqualTo("{a:,b:}");
    }

    @Test
    void severalValuesAreAList() {
        assertThat(read("a=1,2,3,b=4")).isEqualTo("{a:[1,2,3],b:4}");
        assertThat(read("a=[1,2],b=[]")).isEqualTo("{a:[1,2],b:[]}");
        assertThat(read("a={b=1},{b=2}")).isEqualTo("{a:[{b:1},{b:2}]}");
    }

    @Test
    void whatAwsHasAsAListIsOneWithOneValueToo() {
        assertThat(read("SourceRegions=us-east-2,SourceType=x")).isEqualTo("{SourceRegions:[us-east-2],SourceType:x}");
        assertThat(read("OrganizationalUnits={OrganizationalUnitId=ou}"))
                .isEqualTo("{OrganizationalUnits:[{OrganizationalUnitId:ou}]}");
        assertThat(read("SourceRegions=[us-east-2]")).isEqualTo("{SourceRegions:[us-east-2]}");
    }

    @Test
    void structuresNest() {
        assertThat(read("a={b={c=[{d=1,e=2},{d=3}]},f=4},g=5")).isEqualTo("{a:{b:{c:[{d:1,e:2},{d:3}]},f:4},g:5}");
    }

    @Test
    void whatNestsDeeplyIsReadOnce() {
        String nested = "a={".repeat(90) + "a=1" + "}".repeat(90);
        assertThat(read(nested)).isEqualTo("{" + nested.replace('=', ':') + "}");
    }

    @Test
    void quotesAndBackslashesKeepCommas() {
        assertThat(read("a='b,c=d',e=\"f}\\\"'\"")).isEqualTo("{a:b,c=d,e:f}\"'}");
        assertThat(read("a=b\\,c,d=e\\f")).isEqualTo("{a:b,c,d:e\\f}");
        assertThat(read("a='b\\'c\\\\'")).isEqualTo("{a:b'c\\}");
    }

    @Test
    void aNodeStandsAtItsPath() {
        Node.Members a = (Node.Members) ShorthandSyntax.parse("--x", "b=1,2", NodePath.ROOT.member("a"));
        assertThat(((Node.Items) a.members().get("b")).items().get(1).path()).hasToString("a.b[1]");
    }

    @Test
    void onlyWhatBeginsWithANameIsShorthand() {
        assertThat(ShorthandSyntax.matches("BucketName=x")).isTrue();
        assertThat(ShorthandSyntax.matches("{\"a\": \"b=c\"}")).isFalse();
        assertThat(ShorthandSyntax.matches("[a=b]")).isFalse();
        assertThat(ShorthandSyntax.matches("BucketName")).isFalse();
    }

    @Test
    void whatIsMalformedIsRefusedWithItsPlace() {
        refused("a=1,", "expected a value at character 5");
        refused("a=1,b=2,a=3", "\"a\" is given twice at character 9");
        refused("a={b=1", "expected } at character 7");
        refused("a=[1,2", "expected ] at character 7");
        refused("a=[1,]", "expected a value at character 6");
        refused("a=1,,b=2", "expected a value at character 5");
        refused("=1", "expected NAME= at character 1");
        refused("a='b", "expected ' at character 5");
        refused("a=1]", "expected a comma at character 4");
        refused("a='b'c", "expected a comma at character 6");
        refused("a={}", "expected NAME= at character 4");
        refused("a=" + "[".repeat(101), "nothing nests deeper than 100 levels at character 104");
    }

    private static void refused(String text, String why) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(CommandException.class)
                .hasMessage("Cannot read --x: " + why + " of \"" + text
                        + "\". Write NAME=VALUE,NAME=VALUE as the AWS CLI does, or JSON.");
    }

    private static String read(String text) {
        return shown(ShorthandSyntax.parse("--x", text, NodePath.ROOT));
    }

    private static String shown(Node node) {
        if (node instanceof Node.Members object) {
            return object.members().entrySet().stream()
                    .map(member -> member.getKey() + ":" + shown(member.getValue()))
                    .collect(joining(",", "{", "}"));
        }
        return node instanceof Node.Items list
                ? list.items().stream().map(ShorthandSyntaxTest::shown).collect(joining(",", "[", "]"))
                : ((Node.Scalar) node).text();
    }
}

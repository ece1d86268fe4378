package io.stocktake.s3;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import software.amazon.awssdk.services.s3.model.Grant;
import software.amazon.awssdk.services.s3.model.Grantee;

/**
 * An object's access control list as an inventory report writes it: Base64 of compact JSON.
 *
 * <p>Source: S3 User Guide, "Working with the Object ACL field".
 *
 * @param base64 the value of the column
 * @param isAvailable false where the store refused to tell; the report then tells no owner either
 */
public record AccessControlListText(String base64, boolean isAvailable) {
    private static final JsonFactory JSON = new JsonFactory();

    /** Written where the ACL cannot be read, here as STATUS and in the column ObjectOwner as the value. */
    public static final String UNAVAILABLE = "UNAVAILABLE";

    private static final String VERSION = "2022-11-10";

    static AccessControlListText of(List<Grant> grants) {
        return new AccessControlListText(encoded("AVAILABLE", grants), true);
    }

    static AccessControlListText unavailable() {
        return new AccessControlListText(encoded(UNAVAILABLE, List.of()), false);
    }

    private static String encoded(String status, List<Grant> grants) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("version", VERSION);
            json.writeStringField("status", status);
            json.writeArrayFieldStart("grants");
            for (Grant grant : grants) {
                write(json, grant);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return Base64.getEncoder().encodeToString(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void write(JsonGenerator json, Grant grant) throws IOException {
        Grantee grantee = grant.grantee();
        json.writeStartObject();
        if (grantee.uri() != null) {
            json.writeStringField("uri", grantee.uri());
            json.writeStringField("permission", grant.permissionAsString());
            json.writeStringField("type", "Group");
        } else {
            json.writeStringField("canonicalId", grantee.id());
            json.writeStringField("type", "CanonicalUser");
            json.writeStringField("permission", grant.permissionAsString());
        }
        json.writeEndObject();
    }
}

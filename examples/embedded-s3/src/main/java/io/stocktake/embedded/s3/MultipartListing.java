package io.stocktake.embedded.s3;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The page of a ListMultipartUploads: keys ascending, and the uploads of one key in the order of their beginning. */
final class MultipartListing {
    private final StoredBucket bucket;
    private final String prefix;
    private final String delimiter;
    private final String keyMarker;
    private final String uploadIdMarker;
    private final int maximum;
    private final EntryStyle style;

    MultipartListing(S3Request request, StoredBucket bucket) {
        this.bucket = bucket;
        prefix = request.parameter("prefix").orElse("");
        delimiter = request.parameter("delimiter").orElse("");
        keyMarker = request.parameter("key-marker").orElse("");
        uploadIdMarker = request.parameter("upload-id-marker").orElse("");
        maximum = ListingOperations.maximum(request, "max-uploads");
        boolean url = request.parameter("encoding-type").orElse("").equals("url");
        style = new EntryStyle(url ? EntryStyle.Keys.URL : EntryStyle.Keys.XML, true);
    }

    /** @param uploads all of the bucket, sorted */
    XmlBuffer write(List<MultipartUpload> uploads) {
        XmlBuffer entries = new XmlBuffer(1024);
        XmlBuffer groups = new XmlBuffer(256);
        String lastKey = "";
        String lastId = "";
        String group = "";
        int count = 0;
        boolean truncated = false;
        for (MultipartUpload upload : afterMarkers(uploads)) {
            String key = upload.key().toString();
            if (!key.startsWith(prefix) || (!group.isEmpty() && key.startsWith(group))) {
                continue;
            }
            if (count == maximum) {
                truncated = maximum > 0;
                break;
            }
            count++;
            int end = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
            if (end >= 0) {
                group = key.substring(0, end + delimiter.length());
                groups.open("CommonPrefixes");
                name(groups, "Prefix", group);
                groups.close("CommonPrefixes");
                lastKey = group;
                lastId = "";
            } else {
                entry(entries, upload);
                lastKey = key;
                lastId = upload.id();
            }
        }
        XmlBuffer result =
                XmlBuffer.document().root("ListMultipartUploadsResult").element("Bucket", bucket.name());
        name(result, "KeyMarker", keyMarker);
        result.element("UploadIdMarker", uploadIdMarker);
        if (truncated) {
            name(result, "NextKeyMarker", lastKey);
            result.element("NextUploadIdMarker", lastId);
        }
        name(result, "Prefix", prefix);
        if (!delimiter.isEmpty()) {
            name(result, "Delimiter", delimiter);
        }
        if (style.keys() == EntryStyle.Keys.URL) {
            result.element("EncodingType", "url");
        }
        return result.element("MaxUploads", maximum)
                .element("IsTruncated", Boolean.toString(truncated))
                .append(entries)
                .append(groups)
                .close("ListMultipartUploadsResult");
    }

    private List<MultipartUpload> afterMarkers(List<MultipartUpload> uploads) {
        if (keyMarker.isEmpty()) {
            return uploads;
        }
        byte[] marker = bytes(keyMarker);
        boolean isGroup = !delimiter.isEmpty() && keyMarker.startsWith(prefix) && keyMarker.endsWith(delimiter);
        Optional<MultipartUpload> last = uploads.stream()
                .filter(upload -> upload.id().equals(uploadIdMarker))
                .findFirst();
        return uploads.stream()
                .filter(upload -> {
                    if (isGroup && upload.key().toString().startsWith(keyMarker)) {
                        return false;
                    }
                    int order = Arrays.compareUnsigned(upload.key().bytes(), marker);
                    boolean later =
                            order == 0 && last.isPresent() && uploads.indexOf(upload) > uploads.indexOf(last.get());
                    return order > 0 || later;
                })
                .toList();
    }

    private void entry(XmlBuffer out, MultipartUpload upload) {
        out.open("Upload");
        name(out, "Key", upload.key().toString());
        out.element("UploadId", upload.id());
        people(out, upload, bucket);
        out.element("Initiated", upload.initiated());
        upload.algorithm()
                .ifPresent(algorithm -> out.element("ChecksumAlgorithm", algorithm.name())
                        .element("ChecksumType", upload.type().name()));
        out.close("Upload");
    }

    /** Who began the upload, who will own the object, and its storage class. */
    static void people(XmlBuffer out, MultipartUpload upload, StoredBucket bucket) {
        out.open("Initiator")
                .element("ID", upload.initiator().canonicalId())
                .element("DisplayName", upload.initiator().displayName())
                .close("Initiator");
        StoredCursor.owner(out, upload.description().owner.orElse(bucket.owner()));
        out.element("StorageClass", upload.description().storageClass);
    }

    private void name(XmlBuffer out, String element, String text) {
        style.element(out, element, bytes(text));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

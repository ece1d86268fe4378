package io.stocktake.embedded.s3;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the headers with which PutObject, CopyObject and CreateMultipartUpload describe an object. */
final class ObjectHeaders {
    private static final Set<String> STORAGE_CLASSES = Set.of(
            "STANDARD",
            "REDUCED_REDUNDANCY",
            "STANDARD_IA",
            "ONEZONE_IA",
            "INTELLIGENT_TIERING",
            "GLACIER",
            "GLACIER_IR",
            "DEEP_ARCHIVE",
            "OUTPOSTS",
            "SNOW",
            "EXPRESS_ONEZONE");
    private static final List<String> KEPT = List.of(
            "content-type",
            "cache-control",
            "content-disposition",
            "content-encoding",
            "content-language",
            "expires",
            "x-amz-website-redirect-location");
    private static final String META = "x-amz-meta-";
    private static final Map<String, String> GRANTS = Map.of(
            "x-amz-grant-full-control", "FULL_CONTROL",
            "x-amz-grant-read", "READ",
            "x-amz-grant-write", "WRITE",
            "x-amz-grant-read-acp", "READ_ACP",
            "x-amz-grant-write-acp", "WRITE_ACP");

    private ObjectHeaders() {}

    /** The description of a new object by the headers of a request. */
    static PutRequest describe(S3Request request, StoredBucket bucket, Key key, Content content) {
        PutRequest put = new PutRequest(key, content).owner(request.requester());
        storageClass(request).ifPresent(put::storageClass);
        keptHeaders(request, put);
        encryption(request, "x-amz-server-side-encryption").ifPresent(put::encryption);
        if (put.encryption.keyId().equals(Optional.of(Encryption.DEFAULT_KMS_KEY))
                && bucket.deviates(KnownDeviation.KMS_NEEDS_A_KEY)) {
            throw S3Error.invalidArgument("A key has to be named.", "x-amz-server-side-encryption-aws-kms-key-id", "");
        }
        put.encryption(ObjectVersions.kept(put.encryption, bucket));
        access(request, bucket, put);
        return put;
    }

    /** Content-Type and its like, and user metadata. */
    static void keptHeaders(S3Request request, PutRequest put) {
        put.header("content-type", "binary/octet-stream");
        for (String name : KEPT) {
            request.header(name).ifPresent(value -> {
                String kept = name.equals("content-encoding") ? withoutChunking(value) : value;
                if (!kept.isEmpty()) {
                    put.header(name, kept);
                }
            });
        }
        int size = 0;
        for (Map.Entry<String, List<String>> header : request.headers().entrySet()) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (name.startsWith(META)) {
                String value = String.join(",", header.getValue());
                size += name.length() - META.length() + value.length();
                put.metadata(name.substring(META.length()), value);
            }
        }
        if (size > 2048) {
            throw new S3Error(400, "MetadataTooLarge", "Your metadata headers exceed the maximum allowed metadata size")
                    .detail("Size", Integer.toString(size))
                    .detail("MaxSizeAllowed", "2048");
        }
    }

    /** aws-chunked is how the body travelled, not how the object is encoded. */
    private static String withoutChunking(String encodings) {
        return String.join(
                ",",
                Arrays.stream(encodings.split(",", -1))
                        .map(String::strip)
                        .filter(encoding -> !encoding.equals("aws-chunked") && !encoding.isEmpty())
                        .toList());
    }

    /** ACL, tags and locks, which CopyObject never takes over from its source. */
    static void access(S3Request request, StoredBucket bucket, PutRequest put) {
        OwnershipOperations.checkNewObject(request, bucket);
        request.header("x-amz-acl").ifPresent(put::acl);
        put.grants(grants(request, bucket).toArray(Grant[]::new));
        tags(request).forEach(put::tag);
        retention(request, bucket).ifPresent(retention -> put.retention(retention.mode(), retention.retainUntil()));
        request.header("x-amz-object-lock-legal-hold").ifPresent(hold -> {
            checkLockable(bucket);
            put.legalHold(legalHold(hold));
        });
    }

    static Optional<String> storageClass(S3Request request) {
        Optional<String> storageClass = request.header("x-amz-storage-class");
        storageClass.ifPresent(name -> {
            if (!STORAGE_CLASSES.contains(name)) {
                throw new S3Error(400, "InvalidStorageClass", "The storage class you specified is not valid")
                        .detail("StorageClassRequested", name);
            }
        });
        return storageClass;
    }

    /**
     * The encryption that headers ask for.
     *
     * @param prefix x-amz-server-side-encryption, or x-amz-copy-source-server-side-encryption for a source's key
     */
    static Optional<Encryption> encryption(S3Request request, String prefix) {
        Optional<String> customer = request.header(prefix + "-customer-algorithm");
        if (customer.isPresent()) {
            return Optional.of(customerKey(request, prefix, customer.get()));
        }
        Optional<String> keyId = request.header(prefix + "-aws-kms-key-id");
        boolean bucketKey =
                request.header(prefix + "-bucket-key-enabled").orElse("").equalsIgnoreCase("true");
        Optional<String> method = request.header(prefix);
        return method.map(name -> switch (name) {
            case "AES256" -> Encryption.s3();
            case "aws:kms" ->
                new Encryption(
                        Encryption.Kind.KMS,
                        Optional.of(keyId.orElse(Encryption.DEFAULT_KMS_KEY)),
                        bucketKey,
                        Optional.empty());
            case "aws:kms:dsse" -> Encryption.dsseKms(keyId.orElse(Encryption.DEFAULT_KMS_KEY));
            default -> throw S3Error.invalidArgument("The encryption method specified is not supported", prefix, name);
        });
    }

    private static Encryption customerKey(S3Request request, String prefix, String algorithm) {
        if (!algorithm.equals("AES256")) {
            throw S3Error.invalidArgument(
                    "The encryption algorithm specified is not valid. Valid value: AES256.",
                    prefix + "-customer-algorithm",
                    algorithm);
        }
        String md5 = request.header(prefix + "-customer-key-md5").orElse("");
        byte[] key;
        try {
            key = Base64.getDecoder()
                    .decode(request.header(prefix + "-customer-key").orElse(""));
        } catch (IllegalArgumentException e) {
            key = new byte[0];
        }
        if (key.length != 32) {
            throw S3Error.invalidArgument(
                    "The secret key was invalid for the specified algorithm.", prefix + "-customer-key", "***");
        }
        Encryption encryption = Encryption.customerKey(key);
        if (!encryption.customerKeyMd5().equals(Optional.of(md5))) {
            throw S3Error.invalidArgument(
                    "The calculated MD5 hash of the key did not match the hash that was provided.",
                    prefix + "-customer-key-MD5",
                    md5);
        }
        return encryption;
    }

    /** The grants of the headers, to accounts that there are. */
    static List<Grant> grants(S3Request request, StoredBucket bucket) {
        List<Grant> grants = grants(request);
        grants.stream()
                .filter(grant -> !bucket.accounts().knows(grant))
                .findFirst()
                .ifPresent(unknown -> {
                    throw bucket.deviates(KnownDeviation.UNKNOWN_GRANTEE_IS_NO_SUCH_KEY)
                            ? S3Error.noSuchKey(request.key())
                            : S3Error.invalidArgument("Invalid id", "CanonicalUser/ID", unknown.grantee());
                });
        return grants;
    }

    /** The grants of the x-amz-grant-* headers, such as {@code id="…", uri="…"}. */
    static List<Grant> grants(S3Request request) {
        List<Grant> grants = new ArrayList<>();
        GRANTS.forEach((header, permission) -> request.header(header).ifPresent(value -> {
            for (String grantee : value.split(",", -1)) {
                String[] parts = grantee.strip().split("=", 2);
                String bare = parts.length == 2 ? parts[1].replace("\"", "") : "";
                switch (parts[0]) {
                    case "id" -> grants.add(Grant.user(bare, permission));
                    case "uri" -> grants.add(Grant.group(bare, permission));
                    default -> throw S3Error.invalidArgument("Argument format not recognized", header, value);
                }
            }
        }));
        return grants;
    }

    /** The header x-amz-tagging: tags as a query. */
    private static Map<String, String> tags(S3Request request) {
        Map<String, String> tags = new LinkedHashMap<>();
        for (String pair : request.header("x-amz-tagging").orElse("").split("&", -1)) {
            if (!pair.isEmpty()) {
                String[] parts = pair.split("=", 2);
                String name = UrlEncoding.decodeQuery(parts[0]);
                tags.put(name, parts.length == 2 ? UrlEncoding.decodeQuery(parts[1]) : "");
            }
        }
        checkTags(tags);
        return tags;
    }

    static void checkTags(Map<String, String> tags) {
        if (tags.size() > 10) {
            throw new S3Error(400, "BadRequest", "Object tags cannot be greater than 10");
        }
        tags.forEach((name, value) -> {
            if (name.isEmpty() || name.length() > 128) {
                throw new S3Error(400, "InvalidTag", "The TagKey you have provided is invalid");
            }
            if (value.length() > 256) {
                throw new S3Error(400, "InvalidTag", "The TagValue you have provided is invalid");
            }
        });
    }

    private static Optional<Retention> retention(S3Request request, StoredBucket bucket) {
        Optional<String> mode = request.header("x-amz-object-lock-mode");
        Optional<String> until = request.header("x-amz-object-lock-retain-until-date");
        if (mode.isEmpty() && until.isEmpty()) {
            return Optional.empty();
        }
        checkLockable(bucket);
        if (mode.isEmpty() || until.isEmpty()) {
            throw S3Error.invalidArgument(
                    "x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied",
                    "x-amz-object-lock-mode",
                    mode.orElse(""));
        }
        return Optional.of(retention(mode.get(), until.get()));
    }

    static Retention retention(String mode, String until) {
        if (!mode.equals("GOVERNANCE") && !mode.equals("COMPLIANCE")) {
            throw S3Error.invalidArgument("Unknown wormMode directive.", "x-amz-object-lock-mode", mode);
        }
        Instant date;
        try {
            date = OffsetDateTime.parse(until).toInstant();
        } catch (DateTimeParseException e) {
            throw S3Error.invalidArgument(
                    "The retain until date must be provided in ISO 8601 format",
                    "x-amz-object-lock-retain-until-date",
                    until);
        }
        if (!date.isAfter(Instant.now())) {
            throw S3Error.invalidArgument(
                    "The retain until date must be in the future!", "x-amz-object-lock-retain-until-date", until);
        }
        return new Retention(Retention.Mode.valueOf(mode), date);
    }

    static LegalHold legalHold(String status) {
        return switch (status) {
            case "ON" -> LegalHold.ON;
            case "OFF" -> LegalHold.OFF;
            default ->
                throw S3Error.invalidArgument(
                        "Legal Hold must be either of 'ON' or 'OFF'", "x-amz-object-lock-legal-hold", status);
        };
    }

    static void checkLockable(StoredBucket bucket) {
        if (bucket.lockConfiguration().isEmpty()) {
            throw S3Error.invalidRequest("Bucket is missing Object Lock Configuration");
        }
    }
}

package io.stocktake.embedded.s3;

/** Hands each request to the class that serves its operation. */
final class Router {
    private final BucketOperations buckets;
    private final BucketDocuments documents;
    private final OwnershipOperations ownership;
    private final ListingOperations listings;
    private final ObjectOperations objects;
    private final ObjectReader reader;
    private final ObjectAttributes attributes;
    private final CopyOperation copies;
    private final PropertyOperations properties;
    private final MultipartOperations multipart;
    private final PartOperations parts;

    private final boolean knowsOwnership;
    private final boolean knowsAttributes;

    Router(Buckets all, Faults faults) {
        knowsOwnership = !all.profile().has(KnownDeviation.NO_OWNERSHIP_CONTROLS);
        knowsAttributes = !all.profile().has(KnownDeviation.ATTRIBUTES_ARE_THE_CONTENT);
        buckets = new BucketOperations(all);
        documents = new BucketDocuments(all);
        ownership = new OwnershipOperations(all);
        listings = new ListingOperations(all, faults);
        objects = new ObjectOperations(all);
        reader = new ObjectReader(all);
        attributes = new ObjectAttributes(all);
        copies = new CopyOperation(all);
        properties = new PropertyOperations(all);
        multipart = new MultipartOperations(all);
        parts = new PartOperations(all);
    }

    Response serve(Operation operation, S3Request request) {
        return switch (operation) {
            case LIST_BUCKETS -> buckets.list(request);
            case CREATE_BUCKET -> buckets.create(request);
            case DELETE_BUCKET -> buckets.delete(request);
            case HEAD_BUCKET -> buckets.head(request);
            case CREATE_SESSION -> buckets.createSession(request);
            case GET_BUCKET_LOCATION -> buckets.location(request);
            case GET_BUCKET_VERSIONING -> buckets.versioning(request);
            case PUT_BUCKET_VERSIONING -> buckets.putVersioning(request);
            case GET_BUCKET_OWNERSHIP_CONTROLS ->
                knowsOwnership ? ownership.get(request) : listings.listObjects(request);
            case PUT_BUCKET_OWNERSHIP_CONTROLS -> {
                if (!knowsOwnership) {
                    // Taken for a CreateBucket, whose document it is not.
                    throw S3Error.invalidArgument("", "CreateBucketConfiguration", "");
                }
                yield ownership.put(request);
            }
            case DELETE_BUCKET_OWNERSHIP_CONTROLS ->
                knowsOwnership ? ownership.delete(request) : buckets.delete(request);
            case GET_OBJECT_LOCK_CONFIGURATION -> buckets.lockConfiguration(request);
            case PUT_OBJECT_LOCK_CONFIGURATION -> buckets.putLockConfiguration(request);
            case GET_BUCKET_REPLICATION -> documents.replication(request);
            case PUT_BUCKET_REPLICATION -> documents.putReplication(request);
            case DELETE_BUCKET_REPLICATION -> documents.deleteReplication(request);
            case GET_BUCKET_INVENTORY_CONFIGURATION -> documents.inventory(request);
            case PUT_BUCKET_INVENTORY_CONFIGURATION -> documents.putInventory(request);
            case DELETE_BUCKET_INVENTORY_CONFIGURATION -> documents.deleteInventory(request);
            case LIST_BUCKET_INVENTORY_CONFIGURATIONS -> documents.listInventory(request);
            case LIST_OBJECTS -> listings.listObjects(request);
            case LIST_OBJECTS_V2 -> listings.listObjectsV2(request);
            case LIST_OBJECT_VERSIONS -> listings.listObjectVersions(request);
            case LIST_MULTIPART_UPLOADS -> multipart.listUploads(request);
            case DELETE_OBJECTS -> objects.deleteAll(request);
            case PUT_OBJECT -> objects.put(request);
            case COPY_OBJECT -> copies.copy(request);
            case GET_OBJECT, HEAD_OBJECT -> reader.get(request);
            case GET_OBJECT_ATTRIBUTES -> knowsAttributes ? attributes.get(request) : reader.get(request);
            case DELETE_OBJECT -> objects.delete(request);
            case GET_BUCKET_ACL -> properties.bucketAcl(request);
            case PUT_BUCKET_ACL -> properties.putBucketAcl(request);
            case GET_OBJECT_ACL -> properties.objectAcl(request);
            case PUT_OBJECT_ACL -> properties.putObjectAcl(request);
            case GET_OBJECT_TAGGING -> properties.tagging(request);
            case PUT_OBJECT_TAGGING -> properties.putTagging(request);
            case DELETE_OBJECT_TAGGING -> properties.deleteTagging(request);
            case GET_OBJECT_RETENTION -> properties.retention(request);
            case PUT_OBJECT_RETENTION -> properties.putRetention(request);
            case GET_OBJECT_LEGAL_HOLD -> properties.legalHold(request);
            case PUT_OBJECT_LEGAL_HOLD -> properties.putLegalHold(request);
            case CREATE_MULTIPART_UPLOAD -> multipart.create(request);
            case UPLOAD_PART -> parts.upload(request);
            case UPLOAD_PART_COPY -> parts.copy(request);
            case COMPLETE_MULTIPART_UPLOAD -> multipart.complete(request);
            case ABORT_MULTIPART_UPLOAD -> multipart.abort(request);
            case LIST_PARTS -> parts.list(request);
            case UNKNOWN ->
                throw S3Error.notImplemented(request.method() + " of "
                        + String.join(", ", request.query().keySet()));
        };
    }
}

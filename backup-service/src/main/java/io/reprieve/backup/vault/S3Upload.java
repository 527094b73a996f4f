package io.reprieve.backup.vault;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.ObjectLockMode;

/**
 * One object on its way into the vault: a single PUT when it is small, a multipart upload that carries its retention from the start
 * when it is not. Every request carries Content-MD5, which S3 demands under retention and every S3 server checks.
 */
final class S3Upload extends VaultUpload {

    private static final int PIECE = 8 * 1024 * 1024;

    private final S3Vault vault;
    private final S3Client s3;
    private final String bucket;
    private final String key;
    private final Instant until;
    private final MessageDigest sha256 = digest("SHA-256");
    private final ByteArrayOutputStream piece = new ByteArrayOutputStream(64 * 1024);
    private final List<CompletedPart> sent = new ArrayList<>();
    private String uploadId;
    private long size;
    private StoredVersion stored;

    S3Upload(S3Vault vault, S3Client s3, String bucket, String key, Instant until) {
        this.vault = vault;
        this.s3 = s3;
        this.bucket = bucket;
        this.key = key;
        this.until = until;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
        int at = offset;
        int left = length;
        while (left > 0) {
            if (piece.size() == PIECE) {
                sendPiece();
            }
            int taken = Math.min(left, PIECE - piece.size());
            piece.write(from, at, taken);
            at += taken;
            left -= taken;
        }
        sha256.update(from, offset, length);
        size += length;
    }

    /** Completes the upload and reads its retention back. */
    @Override
    public void close() throws IOException {
        if (stored != null) {
            return;
        }
        try {
            String versionId = uploadId == null ? putWhole() : completePieces();
            if (versionId == null) {
                throw new VaultRefusal("bucket " + bucket + " gave no version id: its versioning must be on");
            }
            String hash = HexFormat.of().formatHex(sha256.digest());
            stored = new StoredVersion(key, versionId, size, hash, lock(versionId));
        } catch (SdkException e) {
            throw new IOException("the vault did not take " + key, e);
        }
    }

    private Locked lock(String versionId) {
        // Ceph forgets the retention a multipart upload was begun with and falls back to the bucket's default, if it
        // has one.
        boolean forgotten = uploadId != null
                && vault.retainedUntil(key, versionId)
                        .filter(i -> !i.isBefore(until))
                        .isEmpty();
        return forgotten ? vault.raise(key, versionId, until) : vault.readBack(key, versionId, until);
    }

    @Override
    public StoredVersion stored() {
        if (stored == null) {
            throw new IllegalStateException(key + " is not completed");
        }
        return stored;
    }

    private String putWhole() {
        byte[] bytes = piece.toByteArray();
        return s3.putObject(
                        r -> r.bucket(bucket)
                                .key(key)
                                .contentMD5(md5(bytes))
                                .objectLockMode(ObjectLockMode.COMPLIANCE)
                                .objectLockRetainUntilDate(until),
                        RequestBody.fromBytes(bytes))
                .versionId();
    }

    private void sendPiece() throws IOException {
        try {
            if (uploadId == null) {
                uploadId = s3.createMultipartUpload(r -> r.bucket(bucket)
                                .key(key)
                                .objectLockMode(ObjectLockMode.COMPLIANCE)
                                .objectLockRetainUntilDate(until))
                        .uploadId();
            }
            byte[] bytes = piece.toByteArray();
            int number = sent.size() + 1;
            String tag = s3.uploadPart(
                            r -> r.bucket(bucket)
                                    .key(key)
                                    .uploadId(uploadId)
                                    .partNumber(number)
                                    .contentMD5(md5(bytes)),
                            RequestBody.fromBytes(bytes))
                    .eTag();
            sent.add(CompletedPart.builder().partNumber(number).eTag(tag).build());
            piece.reset();
        } catch (SdkException e) {
            throw new IOException("the vault did not take " + key, e);
        }
    }

    private String completePieces() throws IOException {
        sendPiece();
        return s3.completeMultipartUpload(
                        r -> r.bucket(bucket).key(key).uploadId(uploadId).multipartUpload(m -> m.parts(sent)))
                .versionId();
    }

    static String md5(byte[] bytes) {
        return Base64.getEncoder().encodeToString(digest("MD5").digest(bytes));
    }

    static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

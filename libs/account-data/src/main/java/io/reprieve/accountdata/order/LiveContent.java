package io.reprieve.accountdata.order;

import io.reprieve.accountdata.archive.TableContent;
import java.time.Instant;
import java.util.List;

/**
 * What is live of an account, as digests.
 *
 * @param rowsDigest over all tables
 * @param tables per table, in name order
 * @param objectVersionsDigest over key, version id and size of every version and delete marker (no bytes are read)
 * @param objects how many versions and delete markers
 * @param takenAt the database's clock
 */
public record LiveContent(
        String rowsDigest, List<TableContent> tables, String objectVersionsDigest, long objects, Instant takenAt) {}

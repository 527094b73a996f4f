package io.reprieve.accountdata;

import java.util.List;

/**
 * What came out of the scratch database after an archive was copied into it.
 *
 * @param rowsDigest over all tables
 * @param tables per table, in name order
 */
public record VerifiedContent(String rowsDigest, List<TableContent> tables) {}

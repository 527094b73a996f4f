package io.reprieve.accountdata.scratch;

import io.reprieve.accountdata.archive.TableContent;
import java.util.List;

/**
 * What came out of the scratch database after an archive was copied into it.
 *
 * @param rowsDigest over all tables
 * @param tables per table, in name order
 * @param references the same for the shared rows that the account's refer to, which are no part of its content
 */
public record VerifiedContent(String rowsDigest, List<TableContent> tables, List<TableContent> references) {}

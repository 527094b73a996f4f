package io.reprieve.accountdata.scratch;

import io.reprieve.accountdata.archive.TableContent;
import io.reprieve.accountdata.digest.ContentDigests;
import io.reprieve.accountdata.report.Finding;
import java.util.List;

/**
 * What of an archive lies in a schema beside the product.
 *
 * @param archived digests of the whole archive as it came out of the database, before anything was left out
 * @param tables what lies there, in name order; the shared rows that the account's refer to are not among them
 * @param findings rows that came along because selected ones refer to them; what cannot be selected
 */
public record BesideContent(VerifiedContent archived, List<TableContent> tables, List<Finding> findings) {

    /** How many rows lie there. */
    public long rows() {
        return tables.stream().mapToLong(TableContent::rows).sum();
    }

    /** Over what lies there: the archive's own where nothing was left out. */
    public String rowsDigest() {
        return ContentDigests.rows(tables);
    }
}

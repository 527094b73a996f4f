package io.reprieve.accountdata.report;

import java.util.List;

/**
 * What became of holding the data map against the live catalog and bucket.
 *
 * @param dataMapDigest the map that was held
 * @param findings everything found, errors first
 */
public record CheckReport(String dataMapDigest, List<Finding> findings) {

    /** True when nothing found is an error. */
    public boolean passes() {
        return findings.stream().noneMatch(finding -> finding.severity() == Finding.Severity.ERROR);
    }
}

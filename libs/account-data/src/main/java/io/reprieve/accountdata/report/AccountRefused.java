package io.reprieve.accountdata.report;

import java.util.List;
import java.util.stream.Collectors;

/** The account's data or the catalog is in a state that the engine does not act on. Nothing was changed. */
public final class AccountRefused extends RuntimeException {

    private final List<Finding> findings;

    public AccountRefused(List<Finding> findings) {
        super(findings.stream()
                .map(finding -> finding.rule() + " " + finding.subject() + ": " + finding.message())
                .collect(Collectors.joining("; ")));
        this.findings = List.copyOf(findings);
    }

    /** What is in the way, each with the way out. */
    public List<Finding> findings() {
        return findings;
    }
}

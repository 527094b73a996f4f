package io.reprieve.backup.take;

import io.reprieve.accountdata.AccountEngine;
import io.reprieve.accountdata.report.Finding;
import io.reprieve.backup.archive.Manifest;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** What is live and not accounted for by the data map. A backup of what is known is better than none; nothing is purged meanwhile. */
@ApplicationScoped
public class LiveDrift {
    private final AccountEngine engine;

    LiveDrift(AccountEngine engine) {
        this.engine = engine;
    }

    /** @return a finding each, in a settled order; empty when all is accounted for */
    public List<Manifest.Drift> now() {
        return engine.check().findings().stream()
                .filter(finding -> finding.severity() == Finding.Severity.ERROR)
                .map(finding -> new Manifest.Drift(finding.rule(), finding.subject(), finding.message()))
                .toList();
    }
}

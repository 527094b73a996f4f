package io.reprieve.account.datamap;

import io.reprieve.accountdata.report.Finding;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Shows whether the data map holds. Never makes the service unready: what it stops are purges, while lifting a fence must
 * work whatever state the product is in.
 */
@Readiness
@ApplicationScoped
class DataMapHealth implements HealthCheck {
    private static final long TRUST_NANOS = 30_000_000_000L;

    private record Seen(String check, long errors, long at) {}

    private final Product product;
    private volatile Seen seen;

    DataMapHealth(Product product) {
        this.product = product;
    }

    @Override
    public HealthCheckResponse call() {
        var last = seen;
        if (last == null || System.nanoTime() - last.at() > TRUST_NANOS) {
            last = look();
            seen = last;
        }
        return HealthCheckResponse.named("data-map")
                .up()
                .withData("check", last.check())
                .withData("errors", last.errors())
                .build();
    }

    private Seen look() {
        try {
            var report = product.engine().check();
            var errors = report.findings().stream()
                    .filter(finding -> finding.severity() == Finding.Severity.ERROR)
                    .count();
            return new Seen(report.passes() ? "passes" : "fails", errors, System.nanoTime());
        } catch (RuntimeException e) {
            return new Seen("unknown", 0, System.nanoTime());
        }
    }
}

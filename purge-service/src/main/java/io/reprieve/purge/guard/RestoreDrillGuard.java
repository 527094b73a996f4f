package io.reprieve.purge.guard;

import java.util.Locale;

/**
 * The account was put back beside the product, from the vault, not long ago. It passes or blocks and never warns: outcomes are
 * part of what approvers sign, and a warning that comes with time alone would void their word.
 */
final class RestoreDrillGuard implements Guard {
    @Override
    public String name() {
        return "restore-drill-fresh";
    }

    @Override
    public boolean applies(PurgeFacts facts) {
        return facts.hasBackup();
    }

    @Override
    public Finding check(PurgeFacts facts) {
        return facts.drill().decide(drill -> {
            if (drill.problem() != null) {
                return Finding.block(
                        "the last restore drill (%s, %s) failed: %s", drill.name(), drill.at(), drill.problem());
            }
            if (drill.age() == null) {
                return Finding.unknown("backup-service tells of no restore drill of the account");
            }
            if (drill.age().compareTo(drill.maxAge()) > 0) {
                return Finding.block(
                        "the last restore drill (%s) was %s; it may be %s old: hold one (POST /drills)",
                        drill.name(), drill.at(), drill.maxAge());
            }
            return Finding.pass("put back beside the product on %s (%s)%s", drill.at(), drill.name(), foretold(drill));
        });
    }

    private static String foretold(PurgeFacts.Drill drill) {
        return drill.predictedSeconds() == null
                ? ""
                : String.format(Locale.ROOT, ", back in about %.0f s", Math.ceil(drill.predictedSeconds()));
    }
}

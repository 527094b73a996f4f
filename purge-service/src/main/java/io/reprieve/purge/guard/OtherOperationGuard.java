package io.reprieve.purge.guard;

/** No other purge and no restore works on the account. */
final class OtherOperationGuard implements Guard {
    @Override
    public String name() {
        return "other-operation";
    }

    @Override
    public Finding check(PurgeFacts facts) {
        return facts.otherWork().decide(work -> {
            if (!work.purgeRequestIds().isEmpty()) {
                return Finding.block("another purge request is open: %s", String.join(", ", work.purgeRequestIds()));
            }
            if (!work.restoreIds().isEmpty()) {
                return Finding.block("a restore is running: %s", String.join(", ", work.restoreIds()));
            }
            return Finding.pass("no other purge and no restore");
        });
    }
}

package io.reprieve.purge.guard;

/**
 * Whether the product is kept from writing to the account during the cooling-off. Without a declared fence a purge is
 * still safe (what moved is noticed, and nothing is erased then), but it may never come to an end: shown, not refused.
 */
final class FenceGuard implements Guard {
    @Override
    public String name() {
        return "fence-declared";
    }

    @Override
    public Finding check(PurgeFacts facts) {
        if (!facts.standing().fenced()) {
            return facts.dataMap()
                    .decide(map -> map.fenceDeclared()
                            ? Finding.pass("the data map declares a fence")
                            : Finding.warn("the data map declares no fence: the product may go on writing"));
        }
        return facts.account().decide(account -> {
            if (account.fence() == null) {
                return Finding.block("the fence was lifted");
            }
            return switch (account.fence().probe()) {
                case "HELD" -> Finding.pass("the probe write was refused");
                case "NOT_DECLARED" -> Finding.warn("the data map declares no fence: the product may go on writing");
                default ->
                    Finding.block("the fence is not proved: %s", account.fence().probeDetail());
            };
        });
    }
}

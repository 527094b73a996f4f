package io.reprieve.purge.guard;

/** An account far larger than the reason given for its purge allows is another account than the requester means. */
final class FootprintOfKindGuard implements Guard {
    @Override
    public String name() {
        return "footprint-of-kind";
    }

    @Override
    public Finding check(PurgeFacts facts) {
        PurgeKind kind = facts.asked().kind();
        GuardRules.Usual usual = facts.rules().of(kind);
        return facts.holdings().decide(mine -> {
            if (mine.rows() > usual.mostRows()) {
                return Finding.block(
                        "a %s has at most %,d rows; this account has %,d", kind, usual.mostRows(), mine.rows());
            }
            if (mine.objects() > usual.mostObjects()) {
                return Finding.block(
                        "a %s has at most %,d objects; this account has %,d",
                        kind, usual.mostObjects(), mine.objects());
            }
            return Finding.pass("%,d rows, %,d objects: within what a %s may have", mine.rows(), mine.objects(), kind);
        });
    }
}

package io.reprieve.purge.guard;

import java.util.Set;

/** The account is there, untouched by anybody else and at the epoch everything was decided under. */
final class AccountWholeGuard implements Guard {
    private static final Set<String> PURGEABLE = Set.of("ACTIVE", "SUSPENDED");

    @Override
    public String name() {
        return "account-whole";
    }

    @Override
    public Finding check(PurgeFacts facts) {
        return facts.account().decide(account -> {
            long expected = facts.standing().epoch();
            if (account.epoch() != expected) {
                return Finding.block(
                        "the account is at epoch %d, the request was decided at epoch %d", account.epoch(), expected);
            }
            return facts.standing().fenced() ? fenced(facts, account) : untouched(account);
        });
    }

    private static Finding fenced(PurgeFacts facts, PurgeFacts.Account account) {
        boolean byThisRequest = account.fence() != null
                && facts.asked().purgeRequestId().equals(account.fence().purgeRequestId())
                && account.fence().epochAfter() == account.epoch();
        if (!"PENDING_PURGE".equals(account.status()) || !byThisRequest) {
            return Finding.block(
                    "the account is %s and not fenced by this request (fence: %s)",
                    account.status(),
                    account.fence() == null ? "none" : account.fence().purgeRequestId());
        }
        return Finding.pass("PENDING_PURGE by this request at epoch %d", account.epoch());
    }

    private static Finding untouched(PurgeFacts.Account account) {
        if (!PURGEABLE.contains(account.status()) || account.fence() != null) {
            return Finding.block(
                    "the account is %s%s; only an ACTIVE or SUSPENDED account may be purged",
                    account.status(),
                    account.fence() == null
                            ? ""
                            : ", fenced by " + account.fence().purgeRequestId());
        }
        return Finding.pass("%s at epoch %d", account.status(), account.epoch());
    }
}

package io.reprieve.purge.guard;

import java.time.Duration;

/** How old the account was when it was asked for, beside what the reason given leads one to expect. */
final class AgeOfKindGuard implements Guard {
    @Override
    public String name() {
        return "age-of-kind";
    }

    @Override
    public Finding check(PurgeFacts facts) {
        PurgeKind kind = facts.asked().kind();
        GuardRules.Usual usual = facts.rules().of(kind);
        return facts.account().decide(account -> {
            if (account.createdAt() == null) {
                return Finding.unknown("account-service does not say when the account was registered");
            }
            Duration age = Duration.between(account.createdAt(), facts.asked().at());
            if (age.compareTo(usual.youngest()) < 0) {
                return Finding.warn(
                        "a %s is usually %d days old or older; this account was registered %d days before the request (%s)",
                        kind, usual.youngest().toDays(), age.toDays(), account.createdAt());
            }
            if (age.compareTo(usual.oldest()) > 0) {
                return Finding.warn(
                        "a %s is usually %d days old or younger; this account was registered %d days before the request (%s)",
                        kind, usual.oldest().toDays(), age.toDays(), account.createdAt());
            }
            return Finding.pass("registered %d days before the request", age.toDays());
        });
    }
}

package io.reprieve.account.registry;

import io.reprieve.account.drill.LastDrill;
import io.reprieve.account.fence.Fence;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** An account as callers see it; {@code fence}, {@code legalHold} and {@code lastDrill} are null when there is none. */
public record AccountView(
        String id,
        String name,
        String accountKey,
        String domain,
        String plan,
        AccountSource source,
        AccountStatus status,
        long epoch,
        Map<String, String> externalIds,
        List<Contact> contacts,
        LegalHold legalHold,
        Fence.View fence,
        Instant lastSignOfLifeAt,
        LastDrill lastDrill,
        Instant createdAt,
        long version) {
    static AccountView of(Account account, Fence.View fence, LastDrill lastDrill) {
        return new AccountView(
                account.id(),
                account.name(),
                account.accountKey(),
                account.domain(),
                account.plan(),
                account.source(),
                account.status(),
                account.epoch(),
                account.externalIds(),
                account.contacts(),
                account.legalHold().orElse(null),
                fence,
                account.lastSignOfLifeAt().orElse(null),
                lastDrill,
                account.createdAt(),
                account.version());
    }

    /** What {@code If-Match} repeats. */
    String etag() {
        return '"' + "v" + version + "-e" + epoch + '"';
    }
}

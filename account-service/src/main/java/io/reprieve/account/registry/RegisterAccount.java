package io.reprieve.account.registry;

import io.reprieve.account.DatabaseClock;
import io.reprieve.account.datamap.Product;
import io.reprieve.account.duplicate.Duplicates;
import io.reprieve.account.timeline.Happening;
import io.reprieve.account.timeline.Timeline;
import io.reprieve.edge.Actor;
import io.reprieve.edge.Ids;
import io.reprieve.edge.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Registers an account of the product, unless it looks like the twin of another. */
@ApplicationScoped
public class RegisterAccount {
    private final Accounts accounts;
    private final Duplicates duplicates;
    private final Product product;
    private final Timeline timeline;
    private final DatabaseClock clock;

    RegisterAccount(Accounts accounts, Duplicates duplicates, Product product, Timeline timeline, DatabaseClock clock) {
        this.accounts = accounts;
        this.duplicates = duplicates;
        this.product = product;
        this.timeline = timeline;
        this.clock = clock;
    }

    /**
     * The account, registered.
     *
     * @throws Problem 422 {@code account-key-unknown}, 409 {@code account-key-taken}, 409 {@code duplicate-suspected} with
     *     {@code candidates} unless the account is imported or the caller acknowledges each of them
     */
    @Transactional
    public Account register(NewAccount wanted, Actor actor) {
        var key = product.engine().accountKey(wanted.accountKey()).orElseThrow(() -> Problem.of(
                        422,
                        "account-key-unknown",
                        "The product knows no such account",
                        "The product's root table has no row with this account key.")
                .error("accountKey", "no such account in the product"));
        duplicates.oneRegistrationAtATime();
        accounts.find("accountKey", key).firstResultOptional().ifPresent(taken -> {
            throw Problem.of(
                            409,
                            "account-key-taken",
                            "The account is registered already",
                            "Account key " + key + " belongs to " + taken.id() + ".")
                    .with("accountId", taken.id());
        });
        var candidates = duplicates.resembling(
                Duplicates.traits(wanted.name(), wanted.domain(), wanted.externalIds(), wanted.contacts()));
        var acknowledged = Set.copyOf(wanted.acknowledgeDuplicates());
        var unacknowledged = candidates.stream()
                .filter(candidate -> !acknowledged.contains(candidate.accountId()))
                .toList();
        if (wanted.source() != AccountSource.IMPORT && !unacknowledged.isEmpty()) {
            throw suspected(unacknowledged);
        }
        var account = Account.registered(Ids.next("acc"), wanted, key, clock.now());
        accounts.persistAndFlush(account);
        timeline.record(Happening.of("account.created", account.id(), actor, created(account)));
        for (var candidate : candidates) {
            var known = acknowledged.contains(candidate.accountId());
            duplicates.remember(account.id(), candidate.accountId(), candidate.likeness(), known);
            timeline.record(Happening.of(
                    "duplicate.detected",
                    account.id(),
                    actor,
                    Map.of(
                            "twin", candidate.accountId(),
                            "score", candidate.likeness().score(),
                            "reasons", candidate.likeness().reasons(),
                            "acknowledged", known)));
        }
        return account;
    }

    private static Map<String, Object> created(Account account) {
        var detail = new HashMap<String, Object>();
        detail.put("source", account.source().name());
        detail.put("accountKey", account.accountKey());
        detail.put("epoch", account.epoch());
        return detail;
    }

    private static Problem suspected(List<Duplicates.Candidate> candidates) {
        return Problem.of(
                        409,
                        "duplicate-suspected",
                        "This customer may have an account already",
                        "Look at the candidates. If they are other customers, repeat the request with their ids in"
                                + " acknowledgeDuplicates.")
                .with(
                        "candidates",
                        candidates.stream()
                                .map(candidate -> Map.of(
                                        "accountId", candidate.accountId(),
                                        "name", candidate.name(),
                                        "status", candidate.status(),
                                        "score", candidate.likeness().score(),
                                        "reasons", candidate.likeness().reasons()))
                                .toList());
    }
}

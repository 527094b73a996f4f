package io.reprieve.backup.batch;

import io.reprieve.backup.account.AccountClient;
import io.reprieve.backup.restore.OrderRestore;
import io.reprieve.backup.restore.SavedPlan;
import io.reprieve.backup.take.Backup;
import io.reprieve.backup.take.BackupStore;
import io.reprieve.edge.Ids;
import io.reprieve.edge.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Finds what each item of an order names. What is mistyped refuses the order; what has no backup to restore fails by itself. */
@ApplicationScoped
class ResolveItems {

    private final BackupStore backups;
    private final OrderRestore restores;
    private final AccountClient accounts;

    ResolveItems(BackupStore backups, OrderRestore restores, AccountClient accounts) {
        this.backups = backups;
        this.restores = restores;
        this.accounts = accounts;
    }

    /**
     * @param accountId whose
     * @param backup what is restored; null when the account has none
     * @param planId the plan that was seen; null when none was
     */
    record Resolved(String accountId, Backup backup, String planId) {}

    /** @throws Problem 422 naming every item that cannot be meant, with nothing stored */
    List<Resolved> resolve(List<BatchRequest.Item> items) {
        Map<String, Backup> newest = backups.newestVerified(items.stream()
                .map(BatchRequest.Item::accountId)
                .filter(Objects::nonNull)
                .toList());
        List<Resolved> resolved = new ArrayList<>();
        List<Problem.FieldError> errors = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (int at = 0; at < items.size(); at++) {
            try {
                Resolved item = resolve(items.get(at), newest);
                if (!seen.add(item.accountId())) {
                    throw refusal("account-twice", item.accountId() + " is in this list already");
                }
                resolved.add(item);
            } catch (Problem problem) {
                errors.add(new Problem.FieldError(
                        "items[" + at + "]",
                        problem.code() + ": " + (problem.detail() == null ? problem.title() : problem.detail())));
            }
        }
        if (!errors.isEmpty()) {
            throw named(errors);
        }
        return resolved;
    }

    private static Problem named(List<Problem.FieldError> errors) {
        Problem problem = Problem.of(
                422,
                "items-refused",
                "Some items cannot be restored as they are written",
                errors.size() + " items are at fault and nothing was begun; correct or remove them and order again.");
        for (Problem.FieldError error : errors) {
            problem = problem.error(error.field(), error.message());
        }
        return problem;
    }

    private Resolved resolve(BatchRequest.Item item, Map<String, Backup> newest) {
        boolean planned = item.planId() != null || item.planHash() != null;
        int ways = (item.accountId() == null ? 0 : 1) + (item.backupId() == null ? 0 : 1) + (planned ? 1 : 0);
        if (ways != 1) {
            throw refusal("item-ambiguous", "name one of accountId, backupId, or planId with planHash");
        }
        if (planned) {
            SavedPlan plan = restores.seen(Ids.require("rpl", item.planId()), String.valueOf(item.planHash()));
            return new Resolved(plan.accountId, backups.verified(plan.backupId), plan.id);
        }
        if (item.backupId() != null) {
            Backup backup = backups.verified(Ids.require("bkp", item.backupId()));
            return new Resolved(backup.accountId, backup, null);
        }
        String account = Ids.require("acc", item.accountId());
        Backup backup = newest.get(account);
        if (backup == null && accounts.find(account).isEmpty()) {
            throw refusal("account-unknown", "account-service knows no " + account);
        }
        return new Resolved(account, backup, null);
    }

    private static Problem refusal(String code, String detail) {
        return Problem.of(422, code, "The item cannot be meant", detail);
    }
}

package io.reprieve.account.registry;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.reprieve.edge.Ids;
import io.reprieve.edge.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.persistence.LockTimeoutException;
import jakarta.persistence.PessimisticLockException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The registered accounts. */
@ApplicationScoped
public class Accounts implements PanacheRepositoryBase<Account, String> {
    /** What a search asks for; null or blank means any. */
    public record Search(
            String query, AccountStatus status, String member, String externalId, String after, int limit) {}

    /** The account; 404 {@code account-not-found}, 422 {@code wrong-id-type}. */
    public Account require(String id) {
        Ids.require("acc", id);
        return found(id, findById(id));
    }

    /**
     * The account, locked until the transaction ends; the first thing a transaction that changes one does. Waits at most ten
     * seconds, then 409 {@code account-busy}: an erasure holds this lock while it runs.
     */
    public Account lock(String id) {
        Ids.require("acc", id);
        getEntityManager().createNativeQuery("SET LOCAL lock_timeout = '10s'").executeUpdate();
        try {
            return found(id, findById(id, LockModeType.PESSIMISTIC_WRITE));
        } catch (LockTimeoutException | PessimisticLockException e) {
            throw Problem.of(
                    409,
                    "account-busy",
                    "The account is being worked on",
                    "Another act on account " + id + " is under way, perhaps its erasure. Look again in a moment.");
        }
    }

    private static Account found(String id, Account account) {
        if (account == null) {
            throw Problem.of(404, "account-not-found", "No such account", "No account " + id + " is registered.");
        }
        return account;
    }

    /** Accounts in the order they were registered, at most {@code limit + 1} of them. */
    @SuppressWarnings("unchecked")
    public List<Account> search(Search search) {
        var where = new ArrayList<String>();
        var arguments = new ArrayList<Object>();
        if (given(search.query())) {
            var like = "%" + escaped(search.query().strip().toLowerCase(Locale.ROOT)) + "%";
            where.add("(lower(name) LIKE ? OR name_normalised LIKE ? OR domain LIKE ? OR account_key = ? OR id = ?)");
            arguments.addAll(List.of(
                    like, like, like, search.query().strip(), search.query().strip()));
        }
        if (search.status() != null) {
            where.add("status = ?");
            arguments.add(search.status().name());
        }
        if (given(search.member())) {
            where.add("contacts @> jsonb_build_array(jsonb_build_object('email', ?::text))");
            arguments.add(search.member().strip().toLowerCase(Locale.ROOT));
        }
        if (given(search.externalId())) {
            where.add("EXISTS (SELECT 1 FROM jsonb_each_text(external_ids) e WHERE e.value = ?)");
            arguments.add(search.externalId().strip());
        }
        if (given(search.after())) {
            where.add("id > ?");
            arguments.add(search.after());
        }
        var sql = "SELECT * FROM account" + (where.isEmpty() ? "" : " WHERE " + String.join(" AND ", where))
                + " ORDER BY id LIMIT " + (search.limit() + 1);
        var query = getEntityManager().createNativeQuery(sql, Account.class);
        for (int i = 0; i < arguments.size(); i++) {
            query.setParameter(i + 1, arguments.get(i));
        }
        return query.getResultList();
    }

    private static boolean given(String text) {
        return text != null && !text.isBlank();
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
    }
}

package io.reprieve.account.duplicate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reprieve.account.Sql;
import io.reprieve.account.registry.Contact;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** Accounts suspected of being one customer. */
@ApplicationScoped
public class Duplicates {
    /** An account that may be the other's twin. */
    public record Candidate(String accountId, String name, String accountKey, String status, Likeness likeness) {}

    /** Two accounts found alike. */
    public record Pair(String first, String second, double score, List<String> reasons) {}

    private static final TypeReference<List<String>> TEXTS = new TypeReference<>() {};
    private static final TypeReference<Map<String, String>> TEXT_MAP = new TypeReference<>() {};
    private static final TypeReference<List<Contact>> CONTACTS = new TypeReference<>() {};

    private final Sql sql;
    private final ObjectMapper json;

    Duplicates(Sql sql, ObjectMapper json) {
        this.sql = sql;
        this.json = json;
    }

    /**
     * One registration at a time until the transaction ends: two halves of a double created in the same second must see each
     * other.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void oneRegistrationAtATime() {
        sql.first(row -> true, "SELECT pg_advisory_xact_lock(hashtext('reprieve/registration'))");
    }

    /** Accounts, not purged, that resemble these traits; the likest first. */
    public List<Candidate> resembling(Traits traits) {
        return sql
                .list(
                        row -> candidate(row, traits.like(traits(row))),
                        "SELECT id, name, name_normalised, account_key, status, domain, external_ids, contacts"
                                + " FROM account WHERE status <> 'PURGED'")
                .stream()
                .filter(candidate -> candidate.likeness().suspect())
                .sorted(Comparator.comparingDouble(
                                (Candidate candidate) -> candidate.likeness().score())
                        .reversed()
                        .thenComparing(Candidate::accountId))
                .toList();
    }

    /** Remembers that both are alike; {@code acknowledged} when the caller was told and registered all the same. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void remember(String one, String other, Likeness likeness, boolean acknowledged) {
        var inOrder = one.compareTo(other) < 0;
        sql.update(
                """
                INSERT INTO duplicate_pair (first_account, second_account, score, reasons, acknowledged)
                VALUES (?, ?, ?, ?::jsonb, ?) ON CONFLICT DO NOTHING
                """,
                inOrder ? one : other,
                inOrder ? other : one,
                likeness.score(),
                text(likeness.reasons()),
                acknowledged);
    }

    /** The accounts an account was found alike with, the likest first. */
    public List<Candidate> of(String accountId) {
        return sql.list(
                row -> candidate(row, new Likeness(row.getDouble("score"), texts(row.getString("reasons")))),
                """
                SELECT a.id, a.name, a.account_key, a.status, p.score, p.reasons
                FROM duplicate_pair p
                JOIN account a ON a.id = CASE WHEN p.first_account = ? THEN p.second_account ELSE p.first_account END
                WHERE ? IN (p.first_account, p.second_account)
                ORDER BY p.score DESC, a.id
                """,
                accountId,
                accountId);
    }

    /** Every pair found alike of which neither is purged. */
    public List<Pair> pairs() {
        return sql.list(
                row -> new Pair(
                        row.getString("first_account"),
                        row.getString("second_account"),
                        row.getDouble("score"),
                        texts(row.getString("reasons"))),
                """
                SELECT p.* FROM duplicate_pair p
                JOIN account a ON a.id = p.first_account JOIN account b ON b.id = p.second_account
                WHERE a.status <> 'PURGED' AND b.status <> 'PURGED'
                ORDER BY p.first_account, p.second_account
                """);
    }

    /** The traits of an account that is being registered. */
    public static Traits traits(String name, String domain, Map<String, String> externalIds, List<Contact> contacts) {
        var emails = contacts.stream()
                .map(Contact::email)
                .filter(Objects::nonNull)
                .filter(email -> !email.isBlank())
                .collect(Collectors.toUnmodifiableSet());
        return new Traits(NameSimilarity.normalise(name), domain, externalIds, emails);
    }

    private Traits traits(ResultSet row) throws SQLException {
        return traits(
                row.getString("name"),
                row.getString("domain"),
                read(row.getString("external_ids"), TEXT_MAP),
                read(row.getString("contacts"), CONTACTS));
    }

    private static Candidate candidate(ResultSet row, Likeness likeness) throws SQLException {
        return new Candidate(
                row.getString("id"),
                row.getString("name"),
                row.getString("account_key"),
                row.getString("status"),
                likeness);
    }

    private List<String> texts(String column) {
        return Optional.ofNullable(column).map(text -> read(text, TEXTS)).orElse(List.of());
    }

    private <T> T read(String text, TypeReference<T> type) {
        try {
            return json.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The registry holds no such JSON", e);
        }
    }

    private String text(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}

package io.reprieve.account.registry;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.reprieve.account.duplicate.NameSimilarity;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** A customer of the product. Whatever changes hands raises the epoch; the table's trigger refuses anything else. */
@Entity
@Table(name = "account")
public class Account extends PanacheEntityBase {
    @Id
    private String id;

    private String name;

    @Column(name = "name_normalised")
    private String nameNormalised;

    @Column(name = "account_key")
    private String accountKey;

    private String domain;
    private String plan;

    @Enumerated(EnumType.STRING)
    private AccountSource source;

    @Enumerated(EnumType.STRING)
    private AccountStatus status;

    private long epoch;

    @JdbcTypeCode(SqlTypes.JSON)
    @Column(name = "external_ids")
    private Map<String, String> externalIds;

    @JdbcTypeCode(SqlTypes.JSON)
    private List<Contact> contacts;

    @Column(name = "hold_reason")
    private String holdReason;

    @Column(name = "hold_by")
    private String holdBy;

    @Column(name = "hold_at")
    private Instant holdAt;

    @Column(name = "last_sign_of_life_at")
    private Instant lastSignOfLifeAt;

    @Column(name = "created_at")
    private Instant createdAt;

    @Version
    private long version;

    protected Account() {}

    static Account registered(String id, NewAccount wanted, String accountKey, Instant at) {
        var account = new Account();
        account.id = id;
        account.name = wanted.name().strip();
        account.nameNormalised = NameSimilarity.normalise(wanted.name());
        account.accountKey = accountKey;
        account.domain = wanted.domain();
        account.plan = wanted.plan();
        account.source = wanted.source();
        account.status = AccountStatus.ACTIVE;
        account.epoch = 1;
        account.externalIds = wanted.externalIds();
        account.contacts = wanted.contacts();
        account.createdAt = at;
        return account;
    }

    /** Fenced for a purge. */
    public void pendingPurge() {
        moveTo(AccountStatus.PENDING_PURGE);
    }

    /** Back from a fence or from the dead, to what it was. */
    public void returned(AccountStatus to) {
        moveTo(to);
    }

    /** Erased from the product. */
    public void purged() {
        moveTo(AccountStatus.PURGED);
    }

    private void moveTo(AccountStatus next) {
        status = next;
        epoch++;
    }

    void hold(LegalHold hold) {
        holdReason = hold.reason();
        holdBy = hold.by();
        holdAt = hold.at();
    }

    void liftHold() {
        holdReason = null;
        holdBy = null;
        holdAt = null;
    }

    void sawLife(Instant at) {
        lastSignOfLifeAt = at;
    }

    public String id() {
        return id;
    }

    public String name() {
        return name;
    }

    public String nameNormalised() {
        return nameNormalised;
    }

    public String accountKey() {
        return accountKey;
    }

    public String domain() {
        return domain;
    }

    public String plan() {
        return plan;
    }

    public AccountSource source() {
        return source;
    }

    public AccountStatus status() {
        return status;
    }

    public long epoch() {
        return epoch;
    }

    public Map<String, String> externalIds() {
        return externalIds;
    }

    public List<Contact> contacts() {
        return contacts;
    }

    public Optional<LegalHold> legalHold() {
        return holdReason == null ? Optional.empty() : Optional.of(new LegalHold(holdReason, holdBy, holdAt));
    }

    public Optional<Instant> lastSignOfLifeAt() {
        return Optional.ofNullable(lastSignOfLifeAt);
    }

    public Instant createdAt() {
        return createdAt;
    }

    public long version() {
        return version;
    }
}

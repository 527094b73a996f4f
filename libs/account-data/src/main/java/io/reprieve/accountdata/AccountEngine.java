package io.reprieve.accountdata;

import io.reprieve.accountdata.archive.ArchiveSource;
import io.reprieve.accountdata.archive.ExportSink;
import io.reprieve.accountdata.archive.ObjectVersion;
import io.reprieve.accountdata.archive.TableContent;
import io.reprieve.accountdata.catalog.Catalog;
import io.reprieve.accountdata.catalog.CatalogReader;
import io.reprieve.accountdata.check.MapCheck;
import io.reprieve.accountdata.compare.LiveRows;
import io.reprieve.accountdata.compare.RowSource;
import io.reprieve.accountdata.datamap.DataMap;
import io.reprieve.accountdata.datamap.PostgresSource;
import io.reprieve.accountdata.digest.ContentDigests;
import io.reprieve.accountdata.digest.DigestKey;
import io.reprieve.accountdata.erase.Erasure;
import io.reprieve.accountdata.export.Export;
import io.reprieve.accountdata.ledger.Ledger;
import io.reprieve.accountdata.objects.AccountObjects;
import io.reprieve.accountdata.objects.ObjectStore;
import io.reprieve.accountdata.objects.ObjectsRestored;
import io.reprieve.accountdata.objects.SharedPrefix;
import io.reprieve.accountdata.order.ErasureOrder;
import io.reprieve.accountdata.order.ErasureResult;
import io.reprieve.accountdata.order.ExportResult;
import io.reprieve.accountdata.order.ExportedRows;
import io.reprieve.accountdata.order.FenceOutcome;
import io.reprieve.accountdata.order.Footprint;
import io.reprieve.accountdata.order.LiveContent;
import io.reprieve.accountdata.order.OpenBilling;
import io.reprieve.accountdata.order.RestoreOrder;
import io.reprieve.accountdata.order.RestorePlan;
import io.reprieve.accountdata.order.RestoreResult;
import io.reprieve.accountdata.order.RestoreScope;
import io.reprieve.accountdata.ownership.Ownership;
import io.reprieve.accountdata.ownership.OwnershipBuilder;
import io.reprieve.accountdata.ownership.UnownedRows;
import io.reprieve.accountdata.plan.ChosenObjects;
import io.reprieve.accountdata.product.AccountKeys;
import io.reprieve.accountdata.product.BillingReader;
import io.reprieve.accountdata.product.Fence;
import io.reprieve.accountdata.report.AccountDataException;
import io.reprieve.accountdata.report.AccountRefused;
import io.reprieve.accountdata.report.CheckReport;
import io.reprieve.accountdata.report.Finding;
import io.reprieve.accountdata.report.Progress;
import io.reprieve.accountdata.restore.Restore;
import io.reprieve.accountdata.snapshot.AccountSnapshot;
import io.reprieve.accountdata.snapshot.FootprintReader;
import io.reprieve.accountdata.sql.Refusals;
import io.reprieve.accountdata.sql.Session;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javax.sql.DataSource;

/**
 * Cuts one account out of the product's database and bucket, and puts it back, exactly. Thread-safe; each operation takes
 * its own connection (exports and digests of live data take a second one where there is one). Operations on data throw {@link AccountRefused} when the catalog or the data is in a state that is
 * not acted on, and {@link AccountDataException} when a server fails. After a failure of {@link #erase} or
 * {@link #restore} that is an exception, only {@link #ledger()} tells whether it was committed.
 */
public final class AccountEngine {

    private static final int CONNECTIONS = 2;

    private final DataMap map;
    private final DataSource product;
    private final AccountObjects objects;
    private final Ledger ledger;
    private final Fence fence;
    private final int connections;

    private AccountEngine(DataMap map, DataSource product, Optional<ObjectStore> files, int connections) {
        this.map = map;
        this.product = product;
        this.connections = connections;
        this.objects = new AccountObjects(map, files);
        this.ledger = new Ledger(product);
        this.fence = new Fence(map, product);
    }

    /**
     * @param map what belongs to an account
     * @param product the product's database, as the service's own role; its connections must not take part in a JTA
     *     transaction, since each operation begins and ends its own
     * @param files the product's object store; needed when the map declares a bucket
     */
    public static AccountEngine of(DataMap map, DataSource product, Optional<ObjectStore> files) {
        return of(map, product, files, CONNECTIONS);
    }

    /** @param connections how many an export or a digest of live data reads by, at most: 1 or more */
    public static AccountEngine of(DataMap map, DataSource product, Optional<ObjectStore> files, int connections) {
        if (connections < 1) {
            throw new IllegalArgumentException("reading takes at least one connection, not " + connections);
        }
        return new AccountEngine(map, product, files, connections);
    }

    /** Holds the data map against the live catalog and bucket. Reads no account data and changes nothing. */
    public CheckReport check() {
        try (Session session = Session.readCommitted(product)) {
            List<Finding> findings = new ArrayList<>(new MapCheck(map).run(session));
            findings.addAll(objects.check());
            findings.sort(Comparator.comparing(Finding::severity));
            return new CheckReport(map.digest(), List.copyOf(findings));
        } catch (SQLException e) {
            throw Refusals.failure("the check", e);
        }
    }

    /** The account key as PostgreSQL prints it, whatever way it was typed; empty when there is no such account. */
    public Optional<String> accountKey(String typed) {
        try (Session session = Session.reading(product)) {
            return AccountKeys.find(session.sql(), map.postgres(), typed);
        } catch (SQLException e) {
            throw Refusals.failure("looking for the account", e);
        }
    }

    /** Those of these account keys whose account is there; each as {@link #accountKey} told it. */
    public Set<String> known(Collection<String> accountKeys) {
        try (Session session = Session.reading(product)) {
            return AccountKeys.known(session.sql(), map.postgres(), accountKeys);
        } catch (SQLException e) {
            throw Refusals.failure("looking for accounts", e);
        }
    }

    /** Size and last activity. */
    public Footprint footprint(String accountKey) {
        List<ObjectVersion> versions = liveObjects(accountKey);
        return reading(accountKey, account -> FootprintReader.read(account, accountKey, versions));
    }

    /** Digests of what is live, rows from one snapshot. */
    public LiveContent content(String accountKey, DigestKey digestKey) {
        List<ObjectVersion> versions = liveObjects(accountKey);
        return reading(accountKey, account -> {
            Instant now = account.session().now();
            List<TableContent> tables = account.contents(digestKey, product, connections).stream()
                    .sorted(Comparator.comparing(TableContent::name))
                    .toList();
            return new LiveContent(
                    ContentDigests.rows(tables), tables, ContentDigests.objectVersions(versions), versions.size(), now);
        });
    }

    /** Rows of other accounts, or of none, that stand in the way; each names the rows by key. Empty: none. */
    public List<Finding> crossAccountEdges(String accountKey) {
        return reading(accountKey, AccountSnapshot::edges);
    }

    /** What the product's books say is open, by the data map's own statements. */
    public OpenBilling openBilling(String accountKey) {
        return new BillingReader(map, product).read(accountKey);
    }

    /**
     * Rows of owned tables that no account owns, a finding a table: how many, and the first by key. Reads every account's
     * rows of the tables that may have such, and so takes its time.
     */
    public List<Finding> unowned() {
        try (Session session = Session.reading(product)) {
            Catalog catalog = CatalogReader.read(session.sql());
            Ownership ownership = new OwnershipBuilder(map.postgres(), catalog, Map.of()).build();
            session.searchPath(ownership.searchPath());
            return UnownedRows.find(session.sql(), ownership);
        } catch (SQLException e) {
            throw Refusals.failure("looking for rows of nobody", e);
        }
    }

    /** Puts the declared fence up; {@code DONE} as well when it was up. */
    public FenceOutcome fenceOn(String accountKey) {
        return fence.on(accountKey);
    }

    /** Takes the declared fence down; {@code DONE} as well when it was down. */
    public FenceOutcome fenceOff(String accountKey) {
        return fence.off(accountKey);
    }

    /**
     * Tries the declared probe write, in a transaction that is always rolled back: it has to fail with the fence up, and
     * to go through once the fence is taken down inside that transaction.
     */
    public FenceOutcome probe(String accountKey) {
        return fence.probe(accountKey);
    }

    /**
     * Streams rows (one REPEATABLE READ, READ ONLY snapshot, shared by all connections), then objects. Memory does not grow
     * with the account. Cross-account edges do not keep an account from being exported; they keep it from being erased.
     */
    public ExportResult export(String accountKey, DigestKey digestKey, ExportSink sink, Progress progress) {
        return exportObjects(exportRows(accountKey, digestKey, sink, progress), sink, progress);
    }

    /** The rows alone, from one snapshot: the first half of {@link #export}. */
    public ExportedRows exportRows(String accountKey, DigestKey digestKey, ExportSink sink, Progress progress) {
        return new Export(map, product, objects, connections).rows(accountKey, digestKey, sink, progress);
    }

    /** The objects as they are by now: the second half, by whomever. What the sink says is written is not copied again. */
    public ExportResult exportObjects(ExportedRows rows, ExportSink sink, Progress progress) {
        return new Export(map, product, objects, connections).objects(rows, sink, progress);
    }

    /**
     * Hands an account's live rows to a reader, as an export would archive them, all of one snapshot that lasts until the reader
     * is done. Locks nothing. Where the account is gone, its tables are empty.
     */
    public void readLive(String accountKey, Consumer<RowSource> reader) {
        try (Session session = Session.reading(product)) {
            reader.accept(new LiveRows(AccountSnapshot.maybeGone(session, map, accountKey, Map.of())));
        } catch (SQLException e) {
            throw Refusals.failure("reading the account", e);
        }
    }

    /** The point of no return: deletes, proves that what was deleted is what was ordered, and writes the ledger, in one commit. */
    public ErasureResult erase(ErasureOrder order) {
        return new Erasure(map, product, ledger).run(order);
    }

    /** What a restore would do now. Changes nothing. */
    public RestorePlan planRestore(ArchiveSource archive, String accountKey, DigestKey digestKey) {
        return planRestore(archive, accountKey, RestoreScope.WHOLE);
    }

    /** What a restore of so much would do now. Changes nothing. */
    public RestorePlan planRestore(ArchiveSource archive, String accountKey, RestoreScope scope) {
        return new Restore(map, product, objects).plan(archive, accountKey, scope);
    }

    /**
     * As {@link #planRestore}, without loading the archive where nothing of the account is live: whether its rows clash with
     * those of others is then left to the restore itself to meet.
     */
    public RestorePlan outlineRestore(ArchiveSource archive, String accountKey) {
        return new Restore(map, product, objects).outline(archive, accountKey);
    }

    /**
     * Puts rows back, proves their digest against the archive's and writes the ledger, in one commit. Objects come first,
     * by {@link #objects()}.
     */
    public RestoreResult restore(RestoreOrder order) {
        return new Restore(map, product, objects).run(order);
    }

    /**
     * Puts an account's objects back, histories in their order, holding the account's lock: two that did it at once would
     * write a history twice. What is there already is left, so that it can be run again after a crash.
     *
     * @throws AccountRefused naming the keys whose live content is another; nothing live is overwritten
     */
    public ObjectsRestored restoreObjects(ArchiveSource archive, String accountKey, Progress progress) {
        return restoreObjects(archive, accountKey, RestoreScope.WHOLE, progress);
    }

    /** As {@link #restoreObjects}, of so much of them; where live ones are kept, keys whose content is another are left alone. */
    public ObjectsRestored restoreObjects(
            ArchiveSource archive, String accountKey, RestoreScope scope, Progress progress) {
        return putObjectsBack(new ChosenObjects(archive, scope), accountKey, scope.keepLive(), progress);
    }

    /** As {@link #restoreObjects}, for an account that people use again: a key they may have changed is left alone. */
    public ObjectsRestored completeObjects(
            ArchiveSource archive, String accountKey, RestoreScope scope, Progress progress) {
        return putObjectsBack(new ChosenObjects(archive, scope), accountKey, true, progress);
    }

    @SuppressWarnings("try") // the session is there to hold the lock
    private ObjectsRestored putObjectsBack(ArchiveSource archive, String accountKey, boolean inUse, Progress progress) {
        try (Session alone = Session.lockingAlone(product, accountKey)) {
            return objects.putBack(accountKey, archive, inUse, progress);
        } catch (SQLException e) {
            throw Refusals.failure("putting objects back", e);
        }
    }

    /**
     * What stands in the way of deleting the account's objects: versions that are locked at that moment still, accounts
     * whose prefix overlaps. Empty: nothing.
     */
    public List<Finding> objectsInTheWay(String accountKey, Instant at) {
        List<String> accounts = accounts(accountKey);
        List<Finding> findings = new ArrayList<>();
        try (Session session = Session.reading(product)) {
            findings.addAll(SharedPrefix.find(session.sql(), map, accounts));
        } catch (SQLException e) {
            throw Refusals.failure("reading account keys", e);
        }
        findings.addAll(objects.locked(objects.list(accounts), at));
        return findings;
    }

    /** Every version and delete marker that is the account's, those of accounts that go along with it among them. */
    public List<ObjectVersion> liveObjects(String accountKey) {
        return objects.list(accounts(accountKey));
    }

    /**
     * As {@link AccountObjects#delete}. Of accounts that went along with this one nothing is deleted once they are there
     * again, restored by themselves.
     */
    public List<Finding> sweepObjects(String accountKey, Collection<ObjectVersion> versions) {
        if (map.postgres().children() != PostgresSource.Children.ALONG) {
            return objects.delete(accountKey, versions);
        }
        Set<String> owners = objects.accounts(accountKey, versions.stream().map(ObjectVersion::key));
        try (Session session = Session.reading(product)) {
            Set<String> live = AccountKeys.live(session.sql(), map.postgres(), owners);
            return objects.delete(accountKey, versions, live);
        } catch (SQLException e) {
            throw Refusals.failure("reading account keys", e);
        }
    }

    /** The accounts whose prefixes hold its objects. */
    private List<String> accounts(String accountKey) {
        boolean below = map.files().isPresent() && map.postgres().children() == PostgresSource.Children.ALONG;
        return below ? reading(accountKey, AccountSnapshot::accountKeys) : List.of(accountKey);
    }

    /** The record of erasures and restores in the product's database. */
    public Ledger ledger() {
        return ledger;
    }

    /** The account's objects. */
    public AccountObjects objects() {
        return objects;
    }

    private interface Reading<T> {
        T from(AccountSnapshot account) throws SQLException;
    }

    private <T> T reading(String accountKey, Reading<T> reading) {
        try (Session session = Session.reading(product)) {
            return reading.from(AccountSnapshot.of(session, map, accountKey));
        } catch (SQLException e) {
            throw Refusals.failure("reading the account", e);
        }
    }
}

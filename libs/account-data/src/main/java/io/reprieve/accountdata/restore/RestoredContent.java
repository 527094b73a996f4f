package io.reprieve.accountdata.restore;

import io.reprieve.accountdata.archive.TableContent;
import io.reprieve.accountdata.archive.TableDifference;
import io.reprieve.accountdata.archive.TableShape;
import io.reprieve.accountdata.catalog.Table;
import io.reprieve.accountdata.digest.ContentDigests;
import io.reprieve.accountdata.order.RestoreOrder;
import io.reprieve.accountdata.order.RestorePlan;
import io.reprieve.accountdata.plan.StagedLargeObjects;
import io.reprieve.accountdata.snapshot.AccountSnapshot;
import io.reprieve.accountdata.snapshot.CopyOutRows;
import io.reprieve.accountdata.snapshot.LargeObjects;
import io.reprieve.accountdata.snapshot.Links;
import io.reprieve.accountdata.sql.Sql;
import io.reprieve.accountdata.staging.Staging;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What is live of an account while it is restored, in the shapes of the archive, and held against what has to be. */
final class RestoredContent {

    private final AccountSnapshot account;
    private final RestoreOrder order;
    private final Staging staging;
    private final Sql sql;

    /** @param staging tells how archived columns are read from live tables */
    RestoredContent(AccountSnapshot account, RestoreOrder order, Staging staging) {
        this.account = account;
        this.order = order;
        this.staging = staging;
        this.sql = account.session().sql();
    }

    /** What is live before, and the staged rows beside it: exactly these are to be live afterwards. */
    List<TableContent> liveAndComing() throws SQLException {
        Map<String, TableContent> coming = new HashMap<>();
        for (TableShape shape : staging.shapes().keySet()) {
            if (shape.kind() == TableShape.Kind.ROWS || shape.kind() == TableShape.Kind.LARGE_OBJECTS) {
                coming.put(shape.name(), digest(staging.select(shape), shape));
            }
        }
        List<TableContent> both = new ArrayList<>();
        for (TableContent before : live(StagedLargeObjects.of(account, staging))) {
            TableContent more = coming.get(before.name());
            both.add(more == null ? before : before.plus(more));
        }
        return both;
    }

    /** What is live now. */
    List<TableContent> live() throws SQLException {
        return live(Optional.empty());
    }

    /** @param coming large objects: those that are gone, and whose rows are live, are not what is live beside these */
    private List<TableContent> live(Optional<StagedLargeObjects> coming) throws SQLException {
        List<TableContent> contents = new ArrayList<>();
        for (TableShape shape : order.archive().tables()) {
            for (Table table : account.ownership().insertOrder()) {
                if (table.name().sql().equals(shape.name()) && shape.kind() == TableShape.Kind.ROWS) {
                    contents.add(digest(staging.select(account, shape, table), shape));
                }
            }
            for (Links links : Links.of(account.ownership())) {
                if (links.column().toString().equals(shape.name()) && shape.kind() == TableShape.Kind.LINK) {
                    contents.add(digest(links.select(account.rows(), account.ownership()), shape));
                }
            }
        }
        Optional<LargeObjects> largeObjects = LargeObjects.of(account.ownership());
        if (largeObjects.isPresent() && !archived(TableShape.Kind.LARGE_OBJECTS).isEmpty()) {
            String select = coming.map(StagedLargeObjects::liveBesideThese)
                    .orElseGet(() -> largeObjects.get().select(account.rows()));
            contents.add(digest(select, LargeObjects.SHAPE));
        }
        return contents;
    }

    private TableContent digest(String select, TableShape shape) throws SQLException {
        return CopyOutRows.digest(sql, select, order.digestKey(), shape).content();
    }

    /** How rows and large objects differ; links of shared rows may have been taken since, which the plan told. */
    List<TableDifference> differences(List<TableContent> expected, List<TableContent> live) {
        Set<String> names = archived(TableShape.Kind.ROWS);
        names.addAll(archived(TableShape.Kind.LARGE_OBJECTS));
        return ContentDigests.differences(only(names, expected), only(names, live));
    }

    private static List<TableContent> only(Set<String> names, List<TableContent> contents) {
        return contents.stream()
                .filter(content -> names.contains(content.name()))
                .toList();
    }

    /** Links of shared rows that stay undone. */
    long linksLeft(RestorePlan plan) {
        Set<String> links = archived(TableShape.Kind.LINK);
        return plan.tables().stream()
                .filter(table -> links.contains(table.name()))
                .mapToLong(table -> table.conflict() + table.taken())
                .sum();
    }

    private Set<String> archived(TableShape.Kind kind) {
        return order.archive().tables().stream()
                .filter(shape -> shape.kind() == kind)
                .map(TableShape::name)
                .collect(Collectors.toCollection(HashSet::new));
    }
}

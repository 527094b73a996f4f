package io.reprieve.accountdata.plan;

import io.reprieve.accountdata.catalog.ForeignKey;
import io.reprieve.accountdata.name.TableName;
import io.reprieve.accountdata.order.RestoreScope;
import io.reprieve.accountdata.report.Finding;
import io.reprieve.accountdata.snapshot.AccountSnapshot;
import io.reprieve.accountdata.snapshot.Shapes;
import io.reprieve.accountdata.staging.StagedTable;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What was selected of a staged archive: with what it refers to that is not live, and the account's own row always. */
final class StagedChoice {

    private final AccountSnapshot account;
    private final List<StagedTable> staged;
    private final List<ChosenRows.Held> held;

    StagedChoice(AccountSnapshot account, List<StagedTable> staged) {
        this.account = account;
        this.staged = staged;
        this.held = staged.stream().map(StagedChoice::held).toList();
    }

    /** @return what cannot be selected, and notes on what was pulled in */
    List<Finding> keepOnly(List<RestoreScope.Rows> wanted) throws SQLException {
        List<ChosenRows.Reference> references = new ArrayList<>();
        for (ForeignKey key : account.ownership().innerKeys()) {
            reference(key).ifPresent(references::add);
        }
        // Rows that belong by declaration refer to nothing, and would be nobody's without their account.
        ChosenRows.Held root = of(account.ownership().root().name()).orElse(null);
        return new ChosenRows(account.session().sql(), held, references).keepOnly(wanted, root);
    }

    private static ChosenRows.Held held(StagedTable table) {
        String live = table.keyless()
                ? "false"
                : "EXISTS (SELECT FROM " + table.live().itself() + " AS t WHERE " + table.sameKey("p", "t") + ")";
        return new ChosenRows.Held(
                table.shape(),
                table.staged(),
                column -> table.live().column(column.name()).orElseThrow().type(),
                live);
    }

    private Optional<ChosenRows.Reference> reference(ForeignKey key) {
        Optional<ChosenRows.Held> child = of(key.from());
        Optional<ChosenRows.Held> parent = of(key.to());
        boolean archived = child.isPresent()
                && parent.isPresent()
                && Shapes.columnNames(child.get().shape()).containsAll(key.columns())
                && Shapes.columnNames(parent.get().shape()).containsAll(key.references());
        return archived
                ? Optional.of(new ChosenRows.Reference(child.get(), parent.get(), key.join("p", "a")))
                : Optional.empty();
    }

    private Optional<ChosenRows.Held> of(TableName name) {
        for (int at = 0; at < staged.size(); at++) {
            if (staged.get(at).live().name().equals(name)) {
                return Optional.of(held.get(at));
            }
        }
        return Optional.empty();
    }
}

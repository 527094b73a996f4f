package io.reprieve.accountdata.product;

import io.reprieve.accountdata.datamap.DataMap;
import io.reprieve.accountdata.datamap.FenceSql;
import io.reprieve.accountdata.order.FenceOutcome;
import io.reprieve.accountdata.sql.Refusals;
import io.reprieve.accountdata.sql.Session;
import io.reprieve.accountdata.sql.SqlText;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/** Runs the fence that the data map declares, and proves it by a write that it has to refuse. */
public final class Fence {

    private static final FenceOutcome NOT_DECLARED = new FenceOutcome(FenceOutcome.State.NOT_DECLARED, "");

    private final DataMap map;
    private final DataSource product;

    public Fence(DataMap map, DataSource product) {
        this.map = map;
        this.product = product;
    }

    public FenceOutcome on(String accountKey) {
        return map.fence().map(fence -> apply(fence.on(), accountKey)).orElse(NOT_DECLARED);
    }

    public FenceOutcome off(String accountKey) {
        return map.fence().map(fence -> apply(fence.off(), accountKey)).orElse(NOT_DECLARED);
    }

    private FenceOutcome apply(String statement, String accountKey) {
        try (Session session = open()) {
            long rows = session.sql().run(bound(session, statement, accountKey));
            session.commit();
            return new FenceOutcome(FenceOutcome.State.DONE, rows < 0 ? "" : rows + " rows changed");
        } catch (SQLException e) {
            throw Refusals.failure("the fence", e);
        }
    }

    /**
     * The probe's write has to fail as things stand, and to succeed once the fence is taken down inside the same
     * transaction: so that it is the fence that refuses it, and not a missing right or a mistake in the statement. The
     * transaction is always rolled back.
     */
    public FenceOutcome probe(String accountKey) {
        if (map.fence().map(FenceSql::probe).isEmpty()) {
            return NOT_DECLARED;
        }
        FenceSql fence = map.fence().orElseThrow();
        try (Session session = open()) {
            Optional<String> refusal = attempt(session, bound(session, fence.probe(), accountKey));
            if (refusal.isEmpty()) {
                return notProved("the probe's write went through");
            }
            session.sql().run(bound(session, fence.off(), accountKey));
            Optional<String> unrelated = attempt(session, bound(session, fence.probe(), accountKey));
            return unrelated
                    .map(word -> notProved("the probe's write fails without the fence too: " + word))
                    .orElseGet(() -> new FenceOutcome(FenceOutcome.State.HELD, refusal.get()));
        } catch (SQLException e) {
            return notProved("the probe could not be run: " + Refusals.message(e));
        }
    }

    private static Optional<String> attempt(Session session, String statement) throws SQLException {
        session.sql().run("SAVEPOINT probe");
        try {
            session.sql().run(statement);
            session.sql().run("SET CONSTRAINTS ALL IMMEDIATE");
            return Optional.empty();
        } catch (SQLException e) {
            if (Refusals.concurrent(e)) {
                throw e;
            }
            return Optional.of(Refusals.message(e) + " (" + e.getSQLState() + ")");
        } finally {
            session.sql().run("ROLLBACK TO SAVEPOINT probe");
        }
    }

    private Session open() throws SQLException {
        Session session = Session.readCommitted(product);
        // The fence may itself be a policy; and its statements read few rows, by key.
        session.sql().run("SET LOCAL row_security = on");
        return session;
    }

    private String bound(Session session, String statement, String accountKey) throws SQLException {
        return SqlText.bindKey(statement, AccountKeys.literal(session.sql(), map.postgres(), accountKey));
    }

    private static FenceOutcome notProved(String detail) {
        return new FenceOutcome(FenceOutcome.State.NOT_PROVED, detail);
    }
}

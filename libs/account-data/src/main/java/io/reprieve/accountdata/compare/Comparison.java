package io.reprieve.accountdata.compare;

import io.reprieve.accountdata.archive.TableShape;
import io.reprieve.accountdata.report.AccountDataException;
import io.reprieve.accountdata.report.Progress;
import io.reprieve.accountdata.sql.Refusals;
import io.reprieve.accountdata.sql.Session;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Compares two sides' rows in the scratch database, as the texts that archives hold and digests cover. Memory does not grow with
 * the account; nothing stays in the database.
 */
public final class Comparison {

    private final DataSource scratch;
    private final int kept;

    /**
     * @param scratch any PostgreSQL database in which the login may make temporary tables
     * @param kept how many rows of each table and verdict are told at most; all are counted
     */
    public Comparison(DataSource scratch, int kept) {
        this.scratch = scratch;
        this.kept = kept;
    }

    /**
     * @param here one side
     * @param there the other
     * @param sink takes every table of either side, then its rows
     * @param progress told of each row loaded
     * @throws AccountDataException when a side cannot be read, or the scratch database fails
     */
    public void run(RowSource here, RowSource there, DifferenceSink sink, Progress progress) {
        Map<String, TableShape> others = new LinkedHashMap<>();
        there.tables().forEach(shape -> others.put(key(shape), shape));
        List<Pair> pairs = new ArrayList<>();
        here.tables().forEach(shape -> pairs.add(new Pair(shape, others.remove(key(shape)))));
        others.values().forEach(shape -> pairs.add(new Pair(null, shape)));
        long loaded = 0;
        for (Pair pair : pairs) {
            // One transaction a table: its temporary tables go before the next one's are made.
            try (Session session = Session.writing(scratch)) {
                session.searchPath("pg_catalog, pg_temp");
                ComparedPair compared = new ComparedPair(session.sql(), pair.here(), pair.there());
                loaded += compared.load(here, there);
                progress.report(loaded, "rows");
                compared.tell(sink, kept);
            } catch (SQLException e) {
                throw Refusals.failure("comparing " + pair.name(), e);
            } catch (IOException e) {
                throw new AccountDataException(pair.name() + " could not be read: " + e.getMessage(), e);
            }
        }
    }

    private static String key(TableShape shape) {
        return shape.kind() + " " + shape.name();
    }

    private record Pair(TableShape here, TableShape there) {

        String name() {
            return Optional.ofNullable(here).orElse(there).name();
        }
    }
}

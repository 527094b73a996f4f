package io.reprieve.accountdata.scratch;

import io.reprieve.accountdata.archive.ArchiveSource;
import io.reprieve.accountdata.archive.ReadAhead;
import io.reprieve.accountdata.archive.TableContent;
import io.reprieve.accountdata.archive.TableShape;
import io.reprieve.accountdata.digest.ContentDigests;
import io.reprieve.accountdata.digest.DigestKey;
import io.reprieve.accountdata.digest.RowDigest;
import io.reprieve.accountdata.name.SqlName;
import io.reprieve.accountdata.order.RestoreScope;
import io.reprieve.accountdata.report.AccountDataException;
import io.reprieve.accountdata.report.AccountRefused;
import io.reprieve.accountdata.report.Finding;
import io.reprieve.accountdata.snapshot.CopyOutRows;
import io.reprieve.accountdata.snapshot.Shapes;
import io.reprieve.accountdata.sql.Refusals;
import io.reprieve.accountdata.sql.Session;
import io.reprieve.accountdata.sql.Sql;
import io.reprieve.accountdata.sql.SqlText;
import io.reprieve.accountdata.staging.Staging;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import javax.sql.DataSource;

/**
 * A database of its own in which archives are test-restored. Verifications are rolled back and leave nothing; what is restored beside
 * the product stays in a schema of its own until that is dropped.
 */
public final class ScratchDatabase {

    private final DataSource scratch;

    /** @param scratch any PostgreSQL database in which the login may make temporary tables */
    public ScratchDatabase(DataSource scratch) {
        this.scratch = scratch;
    }

    /**
     * Copies every table in and out again, into tables made from the recorded shapes, and digests what comes out.
     *
     * @throws AccountDataException when the archive cannot be read, or PostgreSQL does not take its rows
     */
    public VerifiedContent verify(ArchiveSource archive, DigestKey digestKey) {
        try (Session session = Session.writing(scratch)) {
            Sql sql = session.sql();
            session.searchPath("pg_catalog, public, pg_temp");
            Function<String, String> types = new MirroredTypes(sql, "pg_temp").make(archive.tables());
            List<TableContent> contents = new ArrayList<>();
            List<TableContent> references = new ArrayList<>();
            for (TableShape shape : archive.tables()) {
                String table = "pg_temp.reprieve_archive_" + (contents.size() + references.size());
                (shape.content() ? contents : references).add(tried(sql, archive, shape, table, types, digestKey));
            }
            contents.sort(Comparator.comparing(TableContent::name));
            return new VerifiedContent(ContentDigests.rows(contents), List.copyOf(contents), List.copyOf(references));
        } catch (SQLException e) {
            throw Refusals.failure("the test restore", e);
        }
    }

    /**
     * Restores what is selected into a schema of its own and commits. Whatever the schema held before is gone. The whole archive is
     * loaded and digested on the way, and what is not selected left out after that.
     *
     * @param selection what is wanted of it; null for all
     * @param schema its name
     * @param reader a role that may read it; null for none but the login itself
     * @throws AccountRefused when the selection names what the archive does not have
     * @throws AccountDataException when the archive cannot be read, or PostgreSQL does not take its rows
     */
    public BesideContent restore(
            ArchiveSource archive,
            RestoreScope.Selection selection,
            DigestKey digestKey,
            String schema,
            String reader) {
        try (Session session = Session.writing(scratch)) {
            BesideTables tables = new BesideTables(session, archive, digestKey, SqlName.quote(schema));
            BesideContent content = tables.fill(selection);
            if (content.findings().stream().anyMatch(found -> found.severity() == Finding.Severity.ERROR)) {
                throw new AccountRefused(content.findings());
            }
            if (reader != null) {
                tables.grant(reader);
            }
            session.commit();
            return content;
        } catch (SQLException e) {
            throw Refusals.failure("the restore beside", e);
        }
    }

    /**
     * Gives what {@link #restore} left in one schema another name, so that an archive that was loaded once need not be loaded again.
     *
     * @param archive that it was made of
     * @param from the schema's name
     * @param to the name it gets; whatever had it before is gone
     * @param rowsDigest what {@link BesideContent#rowsDigest()} was; the rows have to be the same still
     * @param reader a role that may read it; null for none but the login itself
     * @return whether it was there, and as it was
     */
    public boolean rename(
            ArchiveSource archive, DigestKey digestKey, String from, String to, String rowsDigest, String reader) {
        String known = SqlText.literal(SqlName.quote(from));
        try (Session session = Session.writing(scratch)) {
            Sql sql = session.sql();
            if (!sql.yes("SELECT pg_catalog.to_regnamespace(" + known + ") IS NOT NULL")) {
                return false;
            }
            sql.run("DROP SCHEMA IF EXISTS " + SqlName.quote(to) + " CASCADE");
            sql.run("ALTER SCHEMA " + SqlName.quote(from) + " RENAME TO " + SqlName.quote(to));
            BesideTables tables = new BesideTables(session, archive, digestKey, SqlName.quote(to));
            if (!tables.rowsDigest().equals(rowsDigest)) {
                return false;
            }
            if (reader != null) {
                tables.grant(reader);
            }
            session.commit();
            return true;
        } catch (SQLException e) {
            throw Refusals.failure("taking over what lies beside", e);
        }
    }

    /** Drops what {@link #restore} made; nothing where there is nothing. */
    public void drop(String schema) {
        try (Session session = Session.writing(scratch)) {
            session.sql().run("DROP SCHEMA IF EXISTS " + SqlName.quote(schema) + " CASCADE");
            session.commit();
        } catch (SQLException e) {
            throw Refusals.failure("dropping what was restored beside", e);
        }
    }

    /** In and out again; where nothing goes in there is nothing to try, and making a table costs more than a few rows do. */
    private static TableContent tried(
            Sql sql,
            ArchiveSource archive,
            TableShape shape,
            String table,
            Function<String, String> types,
            DigestKey digestKey)
            throws SQLException {
        try (PushbackInputStream rows = new PushbackInputStream(archive.rows(shape))) {
            int first = rows.read();
            if (first < 0) {
                return new RowDigest(digestKey, shape).content();
            }
            rows.unread(first);
            try (InputStream ahead = new ReadAhead(rows)) {
                Staging.stage(sql, table, shape, types, ahead);
            }
        } catch (IOException e) {
            throw Staging.unreadable(shape, e);
        }
        String select = "SELECT " + SqlText.columns(Shapes.columnNames(shape)) + " FROM " + table;
        return CopyOutRows.digest(sql, select, digestKey, shape).content();
    }
}

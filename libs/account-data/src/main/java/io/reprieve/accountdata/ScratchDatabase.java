package io.reprieve.accountdata;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/** A database of its own in which archives are test-restored. Nothing stays in it: every verification is rolled back. */
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
            Staging staging = Staging.load(sql, archive, new MirroredTypes(sql).make(archive.tables()));
            List<TableContent> contents = new ArrayList<>();
            List<TableContent> references = new ArrayList<>();
            for (Map.Entry<TableShape, String> staged : staging.shapes().entrySet()) {
                String select =
                        "SELECT " + SqlText.columns(Shapes.columnNames(staged.getKey())) + " FROM " + staged.getValue();
                (staged.getKey().content() ? contents : references)
                        .add(CopyOutRows.digest(sql, select, digestKey, staged.getKey())
                                .content());
            }
            contents.sort(Comparator.comparing(TableContent::name));
            return new VerifiedContent(ContentDigests.rows(contents), List.copyOf(contents), List.copyOf(references));
        } catch (SQLException e) {
            throw Refusals.failure("the test restore", e);
        }
    }
}

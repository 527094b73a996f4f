package io.reprieve.cabinet;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** Computes Cabinet's rows inside PostgreSQL, from their numbers alone. */
final class CabinetRows {

    private static final int MONTHS_KEPT = 13;

    private CabinetRows() {}

    static void generate(DataSource database, Size size) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            set(connection, "cabinet.accounts", size.accounts());
            set(connection, "cabinet.documents", size.documents());
            set(connection, "cabinet.objects", size.objects());
            set(connection, "cabinet.seed", size.seed());
            set(connection, "cabinet.anchor", size.anchor());
            try (Statement statement = connection.createStatement()) {
                statement.execute(
                        "SET LOCAL search_path = public; SET LOCAL TimeZone = 'UTC'; SET LOCAL work_mem = '64MB'");
                for (String month : months(size)) {
                    statement.execute(month);
                }
                statement.execute(Cabinet.resource("rows.sql")
                        .replace("__CAST__", cast())
                        .replace("__TWIN_OF__", Cabinet.cast().doubled().key())
                        .replace("__TWIN__", Cabinet.cast().emptyDouble().key()));
            }
            connection.commit();
        }
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("ANALYZE");
        }
    }

    static long count(DataSource database) throws SQLException {
        String tables = """
                SELECT coalesce(sum((xpath('/row/n/text()', query_to_xml(format('SELECT count(*) AS n FROM %s', oid::regclass),
                                                                          false, true, '')))[1]::text::bigint), 0)
                  FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition""";
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                var row = statement.executeQuery(tables)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static List<String> months(Size size) {
        YearMonth last = YearMonth.from(size.anchor().atOffset(ZoneOffset.UTC)).plusMonths(1);
        return Stream.iterate(last.minusMonths(MONTHS_KEPT), month -> month.plusMonths(1))
                .limit(MONTHS_KEPT + 1L)
                .map(month ->
                        "CREATE TABLE IF NOT EXISTS activity_%s PARTITION OF activity FOR VALUES FROM ('%s-01') TO ('%s-01')"
                                .formatted(month.toString().replace('-', '_'), month, month.plusMonths(1)))
                .toList();
    }

    private static String cast() {
        return Cabinet.cast().members().stream()
                .map(member -> Stream.of(
                                member.key(),
                                member.name(),
                                member.domain(),
                                member.crmId(),
                                member.cpqId(),
                                member.billingId())
                        .map(CabinetRows::literal)
                        .collect(Collectors.joining(", ", "(", ", " + member.weight() + ")")))
                .collect(Collectors.joining(",\n    "));
    }

    private static String literal(String text) {
        return text == null ? "NULL" : "'" + text.replace("'", "''") + "'";
    }

    private static void set(Connection connection, String name, Object value) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT set_config(?, ?, true)")) {
            statement.setString(1, name);
            statement.setString(2, value.toString());
            statement.execute();
        }
    }
}

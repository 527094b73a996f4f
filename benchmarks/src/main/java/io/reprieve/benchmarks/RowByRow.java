package io.reprieve.benchmarks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.reprieve.localservers.LocalPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** The export that is written first everywhere: a ResultSet, a JSON object a row, gzip. */
final class RowByRow {

    private static final int FETCH = 1_000;

    private RowByRow() {}

    static void export(LocalPostgres server, String database, List<HandWritten.Share> shares, Path folder)
            throws SQLException, IOException {
        Files.createDirectories(folder);
        try (Connection connection = server.connect(database)) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            for (HandWritten.Share share : shares) {
                try (Statement statement = connection.createStatement();
                        var file = new GZIPOutputStream(
                                Files.newOutputStream(folder.resolve(share.table() + ".json.gz")), 1 << 16);
                        JsonGenerator json = new JsonFactory().createGenerator(file)) {
                    statement.setFetchSize(FETCH);
                    try (ResultSet rows = statement.executeQuery(share.select())) {
                        write(rows, json);
                    }
                }
            }
        }
    }

    private static void write(ResultSet rows, JsonGenerator json) throws SQLException, IOException {
        ResultSetMetaData columns = rows.getMetaData();
        while (rows.next()) {
            json.writeStartObject();
            for (int at = 1; at <= columns.getColumnCount(); at++) {
                json.writeStringField(columns.getColumnName(at), rows.getString(at));
            }
            json.writeEndObject();
            json.writeRaw('\n');
        }
    }
}

package io.reprieve.purge.database;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprieve.edge.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;

/** The current row of a result; an SQL null is a null here. */
public final class Row {
    private final ResultSet result;

    Row(ResultSet result) {
        this.result = result;
    }

    public String text(String column) {
        return read(() -> result.getString(column));
    }

    public long number(String column) {
        return read(() -> result.getLong(column));
    }

    public Long numberOrNull(String column) {
        return read(() -> result.getObject(column, Long.class));
    }

    public int integer(String column) {
        return read(() -> result.getInt(column));
    }

    public Integer integerOrNull(String column) {
        return read(() -> result.getObject(column, Integer.class));
    }

    public boolean flag(String column) {
        return read(() -> result.getBoolean(column));
    }

    public Instant instant(String column) {
        OffsetDateTime time = read(() -> result.getObject(column, OffsetDateTime.class));
        return time == null ? null : time.toInstant();
    }

    public JsonNode json(String column) {
        String text = text(column);
        return text == null ? null : Json.parse(text);
    }

    private interface Read<T> {
        T now() throws SQLException;
    }

    private static <T> T read(Read<T> read) {
        try {
            return read.now();
        } catch (SQLException e) {
            throw new DatabaseFailure(e);
        }
    }
}

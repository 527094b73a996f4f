package io.reprieve.localstack;

import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** How to reach a PostgreSQL database: ours or somebody else's. */
public record DatabaseAccess(String url, String user, String password) {

    /** Connections, unpooled. */
    public DataSource dataSource() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url);
        source.setUser(user);
        source.setPassword(password);
        source.setApplicationName("reprieve-local-stack");
        return source;
    }
}

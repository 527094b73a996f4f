package io.reprieve.accountdata;

import java.util.List;
import javax.sql.DataSource;

/** Makes what the suite keeps in the product's database: schema {@code reprieve} with the ledger, and two roles with exact grants. */
public final class ProductSetup {

    private ProductSetup() {}

    /**
     * A login of the suite.
     *
     * @param user role name
     * @param password its password
     */
    public record Login(String user, String password) {}

    /** Applies {@link #sql}; safe to run again, and to be run again whenever the data map changes. */
    public static void apply(DataSource admin, DataMap map, Login eraser, Login restorer) {
        throw new UnsupportedOperationException();
    }

    /** The statements, in order, for people who apply them themselves. Passwords are in them. */
    public static List<String> sql(DataSource admin, DataMap map, Login eraser, Login restorer) {
        throw new UnsupportedOperationException();
    }
}

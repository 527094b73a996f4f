package io.reprieve.accountdata.erase;

import java.sql.SQLException;

/** A row of the account was met that refers to one which is not: a cross-account edge, to be named in a new snapshot. */
final class LedOut extends SQLException {

    private static final long serialVersionUID = 1L;

    LedOut() {
        super("rows of the account refer to rows that are not its own", "23503");
    }
}

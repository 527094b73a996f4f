package io.reprieve.accountdata.anyschema;

import io.reprieve.localservers.PostgresVersion;
import java.util.List;
import java.util.OptionalInt;

/**
 * What is picked for one case.
 *
 * @param root the account table; its own links go to shared tables only
 * @param accounts how many accounts there are
 * @param chosen which one goes out and comes back
 * @param oddity 0: plain values and full links; otherwise it decides which odd values and nulls stand where
 * @param replicationRole whether foreign keys are checked in sets, their triggers off
 * @param children whether accounts lie below accounts
 */
record SchemaChoice(
        PostgresVersion version,
        TableChoice root,
        List<TableChoice> tables,
        int accounts,
        int chosen,
        int oddity,
        boolean replicationRole,
        Children children) {

    /** What becomes of accounts below the one that goes. */
    enum Children {
        NONE,
        APART,
        ALONG
    }

    /** The account above; accounts that are apart go before the one above, so that nothing is below the chosen one. */
    OptionalInt above(int account) {
        int above = account == 0 ? -1 : (account * 7 + oddity) % (account + 1) - 1;
        boolean topmost = above < 0 || children == Children.NONE || children == Children.APART && above == chosen;
        return topmost ? OptionalInt.empty() : OptionalInt.of(above);
    }

    /** Whether the account goes when the chosen one does. */
    boolean goes(int account) {
        return account == chosen
                || children == Children.ALONG
                        && account > 0
                        && above(account).stream().anyMatch(this::goes);
    }
}

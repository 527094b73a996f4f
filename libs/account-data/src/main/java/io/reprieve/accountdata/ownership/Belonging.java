package io.reprieve.accountdata.ownership;

import io.reprieve.accountdata.catalog.ForeignKey;
import io.reprieve.accountdata.catalog.Table;
import java.util.List;

/** How the rows of one owned table are told to be an account's. */
public sealed interface Belonging {

    /** The account's own row. */
    record Root() implements Belonging {}

    /** By a predicate of the data map. */
    record Declared(String where) implements Belonging {}

    /** By what one foreign key refers to: every row's, or the only one there is. */
    record ThroughParent(ForeignKey key) implements Belonging {}

    /** By any of several links, and whatever hangs on rows found so. */
    record Reached(Reach reach) implements Belonging {}

    /**
     * Tables whose rows are reached by links that may be null; or the root, where accounts below an account go along.
     *
     * @param number tells it from others; those it starts from have lower ones
     * @param tables by name; several when they refer to each other in a circle
     * @param starts keys from these tables to tables that belong without them; none from the root
     * @param links keys among these tables, self-references included
     */
    record Reach(int number, List<Table> tables, List<ForeignKey> starts, List<ForeignKey> links) {}
}

package io.reprieve.edge;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Ids that say what they name: a type prefix, an underscore and a UUIDv7 (RFC 9562) in canonical form, as in
 * {@code prg_0192f0c1-7a3e-7cc3-98c4-dc0c0c07398f}. An API that takes ids of either kind once deleted whole sites;
 * here an id of another kind is refused wherever it is typed.
 */
public final class Ids {
    /** Every prefix in use: account, purge request, backup, restore, restore plan, restore batch, drill, comparison, operation, event, key turn, warrant, tombstone, erasure, subscription, alert. */
    public static final Set<String> PREFIXES = Set.of(
            "acc", "prg", "bkp", "rst", "rpl", "rsb", "drl", "cmp", "op", "evt", "ktn", "wrt", "tmb", "ers", "sub",
            "alr");

    private static final Pattern UUID_FORM =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final NoArgGenerator UUIDS = Generators.timeBasedEpochRandomGenerator();

    private Ids() {}

    /**
     * A new id of this kind; ids made by one process sort by the time they were made, to the millisecond.
     *
     * @throws IllegalArgumentException for a prefix that is not in {@link #PREFIXES}
     */
    public static String next(String prefix) {
        return known(prefix) + "_" + UUIDS.generate();
    }

    /**
     * Hands the id back when it is of this kind.
     *
     * @throws Problem 422 {@code wrong-id-type} when it is null, of another kind or malformed
     */
    public static String require(String prefix, String value) {
        if (isOf(prefix, value)) {
            return value;
        }
        throw Problem.of(
                        422,
                        "wrong-id-type",
                        "Not an id of the kind asked for",
                        "Expected " + prefix + "_ followed by a UUID in lower case.")
                .with("expectedPrefix", prefix);
    }

    /** Whether this is a well-formed id of this kind; null is not. */
    public static boolean isOf(String prefix, String value) {
        String start = known(prefix) + "_";
        return value != null
                && value.startsWith(start)
                && UUID_FORM.matcher(value.substring(start.length())).matches();
    }

    private static String known(String prefix) {
        if (!PREFIXES.contains(prefix)) {
            throw new IllegalArgumentException("no such id prefix: " + prefix);
        }
        return prefix;
    }
}

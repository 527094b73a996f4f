package io.reprieve.accountdata.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The bound of a hash partition.
 *
 * @param modulus it divides by
 * @param remainder of the rows it takes
 */
record HashBound(int modulus, int remainder) {

    private static final Pattern TEXT = Pattern.compile("(?i)modulus (\\d+), remainder (\\d+)");

    /** The bounds that no partition has; each modulus divides the greatest, as PostgreSQL demands. */
    static List<String> missing(List<PartitionTree.Node> partitions) {
        List<HashBound> bounds = new ArrayList<>();
        for (PartitionTree.Node partition : partitions) {
            Matcher matcher = TEXT.matcher(partition.bound());
            if (matcher.find()) {
                bounds.add(new HashBound(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))));
            }
        }
        int greatest = bounds.stream().mapToInt(HashBound::modulus).max().orElse(1);
        List<String> missing = new ArrayList<>();
        for (int rest = 0; rest < greatest; rest++) {
            int remainder = rest;
            if (bounds.stream().noneMatch(bound -> remainder % bound.modulus() == bound.remainder())) {
                missing.add("FOR VALUES WITH (MODULUS " + greatest + ", REMAINDER " + remainder + ")");
            }
        }
        return missing;
    }
}

package io.reprieve.accountdata.scratch;

import io.reprieve.accountdata.archive.TableShape;
import io.reprieve.accountdata.name.SqlName;
import io.reprieve.accountdata.name.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A foreign key as an archive keeps it among its rules: what archived rows refer to is known without the database they came from.
 *
 * @param columns of the referring table, without a period
 * @param to the table referred to
 * @param references its columns, likewise
 */
record ArchivedKey(List<String> columns, TableName to, List<String> references) {

    private static final String NAME = "(?:\"(?:[^\"]|\"\")+\"|[^\\s(),.\"]+)";
    private static final String NAMES = "(?:PERIOD )?" + NAME + "(?:, (?:PERIOD )?" + NAME + ")*";
    private static final Pattern RULE = Pattern.compile(
            ".* FOREIGN KEY \\((" + NAMES + ")\\) REFERENCES (" + NAME + "\\." + NAME + ")\\((" + NAMES + ")\\).*",
            Pattern.DOTALL);
    private static final Pattern COLUMN = Pattern.compile("(PERIOD )?(" + NAME + ")");

    /** The foreign keys among a table's rules. */
    static List<ArchivedKey> of(TableShape shape) {
        return shape.rules().stream().flatMap(rule -> parse(rule).stream()).toList();
    }

    /** Empty for other rules. */
    static Optional<ArchivedKey> parse(String rule) {
        Matcher found = RULE.matcher(rule);
        return found.matches()
                ? Optional.of(new ArchivedKey(
                        columns(found.group(1)), TableName.parse(found.group(2)), columns(found.group(3))))
                : Optional.empty();
    }

    private static List<String> columns(String list) {
        List<String> columns = new ArrayList<>();
        Matcher next = COLUMN.matcher(list);
        while (next.find()) {
            if (next.group(1) == null) {
                columns.add(SqlName.split(next.group(2)).get(0));
            }
        }
        return List.copyOf(columns);
    }

    /** The join of the referenced row {@code parent} with the referencing row {@code child}; false on nulls. */
    String join(String parent, String child) {
        return IntStream.range(0, columns.size())
                .mapToObj(at -> parent + "." + SqlName.quote(references.get(at)) + " = " + child + "."
                        + SqlName.quote(columns.get(at)))
                .collect(Collectors.joining(" AND "));
    }
}

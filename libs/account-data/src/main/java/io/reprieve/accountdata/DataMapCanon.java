package io.reprieve.accountdata;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What a data map says, as one text: the same for every way of writing it down. */
final class DataMapCanon {

    private DataMapCanon() {}

    static String of(DataMap map) {
        PostgresSource source = map.postgres();
        List<String> lines = new ArrayList<>();
        lines.add("root " + source.root() + " " + SqlName.quote(source.rootKey()));
        source.owned().stream()
                .map(owned -> "owned " + owned.table() + (owned.declared() ? " " + owned.where() : ""))
                .sorted()
                .forEach(lines::add);
        source.shared().stream().map(table -> "shared " + table).sorted().forEach(lines::add);
        source.unlink().stream().map(column -> "unlink " + column).sorted().forEach(lines::add);
        source.ignored().stream().map(table -> "ignored " + table).sorted().forEach(lines::add);
        source.volatiles().stream().map(column -> "volatile " + column).sorted().forEach(lines::add);
        map.fence().ifPresent(fence -> {
            lines.add("fence-on " + fence.on());
            lines.add("fence-off " + fence.off());
            lines.add("fence-probe " + fence.probe());
        });
        map.files().ifPresent(files -> lines.add("s3 " + files.bucket() + " " + files.prefix()));
        return lines.stream().map(line -> line.length() + ":" + line + "\n").collect(Collectors.joining());
    }
}

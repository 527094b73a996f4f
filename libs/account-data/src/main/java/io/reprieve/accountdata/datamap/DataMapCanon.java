package io.reprieve.accountdata.datamap;

import io.reprieve.accountdata.name.SqlName;
import io.reprieve.accountdata.sql.SqlText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
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
        sorted("shared", source.shared()).forEach(lines::add);
        sorted("unlink", source.unlink()).forEach(lines::add);
        sorted("ignored", source.ignored()).forEach(lines::add);
        sorted("volatile", source.volatiles()).forEach(lines::add);
        source.owned().stream()
                .filter(OwnedTable::unfenced)
                .map(owned -> "unfenced " + owned.table())
                .sorted()
                .forEach(lines::add);
        source.identities().entrySet().stream()
                .map(identity -> "identity " + identity.getKey() + " " + SqlText.columns(identity.getValue()))
                .sorted()
                .forEach(lines::add);
        if (source.children() != PostgresSource.Children.UNDECLARED) {
            lines.add("children " + source.children().name().toLowerCase(Locale.ROOT));
        }
        if (source.replicationRole()) {
            lines.add("replication-role");
        }
        sorted("large-objects", source.largeObjects()).forEach(lines::add);
        sorted("not-link", source.notLinks()).forEach(lines::add);
        sorted("personal", source.personal()).forEach(lines::add);
        sorted("fire", source.triggers().fire()).forEach(lines::add);
        sorted("mute", source.triggers().mute()).forEach(lines::add);
        map.fence().ifPresent(fence -> {
            lines.add("fence-on " + fence.on());
            lines.add("fence-off " + fence.off());
            lines.add("fence-probe " + fence.probe());
        });
        if (source.billing().openSubscriptions() != null) {
            lines.add("open-subscriptions " + source.billing().openSubscriptions());
        }
        if (source.billing().openInvoices() != null) {
            lines.add("open-invoices " + source.billing().openInvoices());
        }
        map.files().ifPresent(files -> lines.add("s3 " + files.bucket() + " " + files.prefix()));
        return lines.stream().map(line -> line.length() + ":" + line + "\n").collect(Collectors.joining());
    }

    private static List<String> sorted(String what, Collection<?> names) {
        return names.stream().map(name -> what + " " + name).sorted().toList();
    }
}

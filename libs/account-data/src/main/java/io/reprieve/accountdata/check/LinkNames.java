package io.reprieve.accountdata.check;

import io.reprieve.accountdata.catalog.Catalog;
import io.reprieve.accountdata.catalog.Column;
import io.reprieve.accountdata.catalog.ForeignKey;
import io.reprieve.accountdata.catalog.Table;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Tells which columns look like links to accounts: by name and type alone, where no foreign key says so. */
public final class LinkNames {

    private static final Set<String> INTEGERS = Set.of("smallint", "integer", "bigint");
    private static final Set<String> TEXTS = Set.of("text", "character varying", "character", "bpchar", "name");
    /** A key's own name tells something only where it is none that every table has. */
    private static final Set<String> ANY_KEY = Set.of("id", "key", "uuid", "guid", "code", "no", "number", "pk", "oid");

    private final Catalog catalog;
    private final String keyFamily;
    private final Set<String> names = new HashSet<>();
    private final Set<String> asOthers = new HashSet<>();

    public LinkNames(Catalog catalog, Table root, Column key) {
        this.catalog = catalog;
        this.keyFamily = family(key);
        String table = plain(root.name().name());
        for (String one : singulars(table)) {
            names.add(one + "id");
            names.add(one + plain(key.name()));
        }
        if (!ANY_KEY.contains(plain(key.name()))) {
            names.add(plain(key.name()));
        }
        for (ForeignKey link : catalog.to(root.name())) {
            if (link.columns().size() == 1
                    && !link.selfReference()
                    && link.references().contains(key.name())) {
                asOthers.add(link.columns().get(0));
            }
        }
    }

    /** Whether the column looks like one that holds account keys. */
    public boolean resemble(Column column) {
        String family = family(column);
        boolean named = names.contains(plain(column.name())) || asOthers.contains(column.name());
        // Any key can be kept as text.
        return named && (family.equals(keyFamily) || family.equals("text"));
    }

    /** Whether the column is named for accounts, and not for something that they are to the row. */
    public boolean namedForIt(Column column) {
        return names.contains(plain(column.name()));
    }

    /** Whether the column looks like one that holds several account keys. */
    public boolean resembleList(Column column) {
        String name = plain(column.name());
        String type = catalog.types().baseName(column.typeOid());
        return name.endsWith("s")
                && names.contains(name.substring(0, name.length() - 1))
                && type.endsWith("[]")
                && family(type.substring(0, type.length() - 2)).equals(keyFamily);
    }

    /** Whether the column can be compared with the key as it stands. */
    public boolean comparable(Column column) {
        return family(column).equals(keyFamily);
    }

    private String family(Column column) {
        return family(catalog.types().baseName(column.typeOid()));
    }

    private static String family(String type) {
        if (INTEGERS.contains(type)) {
            return "integer";
        }
        return TEXTS.contains(type) || type.endsWith("citext") ? "text" : type;
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
    }

    private static Set<String> singulars(String table) {
        Set<String> words = new HashSet<>(Set.of(table));
        if (table.endsWith("ies")) {
            words.add(table.substring(0, table.length() - "ies".length()) + "y");
        }
        if (table.endsWith("es")) {
            words.add(table.substring(0, table.length() - "es".length()));
        }
        if (table.endsWith("s")) {
            words.add(table.substring(0, table.length() - 1));
        }
        return words;
    }
}

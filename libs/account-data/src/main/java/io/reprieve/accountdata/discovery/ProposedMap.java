package io.reprieve.accountdata.discovery;

import io.reprieve.accountdata.catalog.Catalog;
import io.reprieve.accountdata.catalog.Components;
import io.reprieve.accountdata.catalog.ForeignKey;
import io.reprieve.accountdata.catalog.Table;
import io.reprieve.accountdata.catalog.Trigger;
import io.reprieve.accountdata.check.PersonalColumns;
import io.reprieve.accountdata.name.ColumnName;
import io.reprieve.accountdata.name.SqlName;
import io.reprieve.accountdata.name.TableName;
import io.reprieve.accountdata.triggers.FiringTriggers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Writes a placement down as a data map, each line with its reason. */
final class ProposedMap {

    private final Placement placement;
    private final Catalog catalog;
    private final List<Trigger> triggers;
    private final StringBuilder yaml = new StringBuilder();

    ProposedMap(Placement placement, List<Trigger> triggers) {
        this.placement = placement;
        this.catalog = placement.catalog();
        this.triggers = triggers;
    }

    String yaml() {
        line("# Proposed from the live catalog: read every line before you own it.");
        line("sources:");
        line("  - name: app");
        line("    kind: postgresql");
        root();
        owned();
        section("shared", placement.shared());
        section("unlink", placement.unlink());
        section("ignored", placement.ignored());
        largeObjects();
        personal();
        fired();
        line("    # volatile: the columns that the fence changes");
        line("    # fence: { \"on\": \"UPDATE … WHERE … = :key\", \"off\": \"…\", probe: \"a write that must fail\" }");
        return yaml.toString();
    }

    private void root() {
        Table root = placement.root();
        catalog.from(root.name()).stream()
                .filter(ForeignKey::selfReference)
                .forEach(self -> line("    # it refers to itself" + Placement.columns(self)
                        + ": say children: along (accounts below go with it) or apart"));
        line("    root: { table: " + scalar(root.name().sql()) + ", key: " + scalar(SqlName.quote(placement.key()))
                + " }");
    }

    private void owned() {
        if (placement.owned().isEmpty()
                && placement.declared().isEmpty()
                && placement.open().isEmpty()) {
            return;
        }
        Map<TableName, List<TableName>> circles = circles();
        line("    owned:" + (placement.owned().isEmpty() && placement.declared().isEmpty() ? " []" : ""));
        placement.owned().forEach((table, why) -> item(table.sql(), why + others(table) + circle(circles.get(table))));
        placement.declared().forEach((table, guess) -> declared("      ", table, guess));
        placement.open().forEach((table, guess) -> {
            line("      # Undecided, so that the check names it: is " + table + " owned, shared or ignored?");
            declared("      # ", table, guess);
        });
    }

    private void declared(String indent, TableName table, Placement.Declared guess) {
        line(indent + (indent.contains("#") ? "" : "# ") + guess.why());
        line(indent + "- table: " + scalar(table.sql()));
        line(indent + "  where: " + scalar(guess.where()));
    }

    private String others(TableName table) {
        String others = catalog.from(table).stream()
                .filter(link -> placement.isOwned(link.to()) && !link.selfReference())
                .filter(link -> !placement.through(table).equals(Optional.of(link)))
                .map(link -> link.to() + Placement.columns(link))
                .distinct()
                .collect(Collectors.joining(", "));
        return others.isEmpty() ? "" : "; also to " + others;
    }

    private Map<TableName, List<TableName>> circles() {
        Set<TableName> all = new TreeSet<>(placement.owned().keySet());
        all.add(placement.root().name());
        Map<TableName, List<TableName>> circles = new LinkedHashMap<>();
        for (List<TableName> component : Components.of(all, table -> referred(table, all))) {
            if (component.size() > 1) {
                component.forEach(table -> circles.put(table, component));
            }
        }
        return circles;
    }

    private Set<TableName> referred(TableName table, Set<TableName> among) {
        return catalog.from(table).stream()
                .map(ForeignKey::to)
                .filter(among::contains)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String circle(List<TableName> circle) {
        return circle == null
                ? ""
                : "; in a circle with "
                        + circle.stream().map(TableName::sql).collect(Collectors.joining(", "))
                        + ", which go and come together";
    }

    private void largeObjects() {
        String columns = catalog.tables().values().stream()
                .filter(table -> placement.isOwned(table.name()))
                .flatMap(table -> table.columns().stream()
                        .filter(column ->
                                catalog.types().baseName(column.typeOid()).equals("oid"))
                        .map(column -> scalar(new ColumnName(table.name(), column.name()).toString())))
                .collect(Collectors.joining(", "));
        if (!columns.isEmpty()) {
            line("    # Undecided, so that the check names them: which of these name large objects?");
            line("    # largeObjects: [" + columns + "]");
        }
    }

    /** Masking one too many hides little; one too few shows people's data. */
    private void personal() {
        List<ColumnName> columns = PersonalColumns.likely(
                catalog, table -> placement.isOwned(table) || placement.shared().containsKey(table));
        if (!columns.isEmpty()) {
            line(
                    "    # By their names these hold people's data, and are masked for whoever looks into a backup: add and strike out.");
            line("    personal:");
            columns.forEach(column -> line("      - " + scalar(column.toString())));
        }
    }

    /** What a trigger does cannot be read off the catalog: none is proposed as harmless. */
    private void fired() {
        Set<TableName> owned =
                catalog.tables().keySet().stream().filter(placement::isOwned).collect(Collectors.toSet());
        FiringTriggers firing =
                new FiringTriggers(catalog, owned, placement.unlink().keySet(), false);
        Set<Trigger> fired = firing.of(triggers).keySet();
        if (fired.isEmpty()) {
            return;
        }
        line(
                "    # Triggers that an erasure or a restore would fire; the product set-up takes them as they are now. Those");
        line(
                "    # that tell the world, or write elsewhere, are better kept from firing: mute, with replicationRole: true.");
        line("    # triggers:");
        line("    #   fire:");
        fired.forEach(trigger -> line("    #     - " + scalar(trigger.name().toString()) + "  # "
                + trigger.describe().replace('\n', ' ') + "; fires " + firing.told(trigger)));
    }

    private void section(String name, Map<?, String> entries) {
        if (!entries.isEmpty()) {
            line("    " + name + ":");
            entries.forEach((entry, why) -> item(entry.toString(), why));
        }
    }

    private void item(String entry, String why) {
        line("      - " + scalar(entry) + "  # " + why.replace('\n', ' '));
    }

    private void line(String line) {
        yaml.append(line).append('\n');
    }

    private static String scalar(String text) {
        return text.matches("[A-Za-z_][A-Za-z0-9_.]*") ? text : "'" + text.replace("'", "''") + "'";
    }
}

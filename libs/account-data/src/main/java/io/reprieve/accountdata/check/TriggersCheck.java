package io.reprieve.accountdata.check;

import io.reprieve.accountdata.catalog.Catalog;
import io.reprieve.accountdata.catalog.Trigger;
import io.reprieve.accountdata.datamap.PostgresSource;
import io.reprieve.accountdata.name.SqlName;
import io.reprieve.accountdata.name.TriggerName;
import io.reprieve.accountdata.report.Finding;
import io.reprieve.accountdata.triggers.FiringTriggers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whether the data map says what becomes of every trigger that an erasure or a restore would fire. */
public final class TriggersCheck {

    private final PostgresSource source;
    private final List<Trigger> triggers;
    private final List<Finding> findings = new ArrayList<>();
    private final FiringTriggers firing;

    public TriggersCheck(PostgresSource source, Catalog catalog) {
        this.source = source;
        this.triggers = catalog.triggers();
        this.firing = new FiringTriggers(catalog, source.accountTables(), source.unlink(), source.replicationRole());
    }

    /** @param known what was there when the product was set up for this map */
    List<Finding> run(KnownCatalog known) {
        triggers.forEach(trigger -> trigger(trigger, known));
        absent(source.triggers().fire());
        absent(source.triggers().mute());
        if (!source.triggers().mute().isEmpty() && !source.replicationRole()) {
            findings.add(Finding.error(
                    "mute-not-possible",
                    "triggers.mute",
                    "triggers can only be kept from firing by session_replication_role: say replicationRole: true and run"
                            + " the product set-up again, which gives the two logins the right to set it"));
        }
        return findings;
    }

    /** The triggers that an erasure or a restore would fire, and by which writes. */
    Map<Trigger, Set<FiringTriggers.Write>> fired() {
        return firing.of(triggers);
    }

    /** Those that an erasure fires and the map does not mute. */
    public List<Trigger> firedByErasures() {
        return fired().entrySet().stream()
                .filter(fired -> fired.getValue().stream().anyMatch(FiringTriggers.Write::inErasure))
                .map(Map.Entry::getKey)
                .filter(trigger -> !listed(source.triggers().mute(), trigger))
                .toList();
    }

    private void trigger(Trigger trigger, KnownCatalog known) {
        if (firing.by(trigger).isEmpty()) {
            return;
        }
        String fact = trigger.describe() + ": it fires " + firing.told(trigger);
        if (listed(source.triggers().mute(), trigger)) {
            muted(trigger, fact);
        } else if (trigger.function().contains(".lo_manage(")) {
            findings.add(Finding.error(
                    "trigger-removes-large-objects",
                    trigger.name(),
                    fact
                            + ", which removes large objects that the suite removes itself, with a right that its login has"
                            + " not: list \"" + trigger.name() + "\" under triggers.mute"));
        } else if (listed(source.triggers().fire(), trigger)) {
            findings.add(Finding.note(
                    "trigger-fires",
                    trigger.name(),
                    fact + "; the map lets it, and what it changes in the account or beyond is found out and refused"));
        } else if (known.has(trigger.name(), trigger.definition())) {
            findings.add(Finding.note(
                    "trigger-fires",
                    trigger.name(),
                    fact + "; it was there when the product was set up for this map, and what it changes in the account"
                            + " or beyond is found out and refused"));
        } else {
            findings.add(Finding.error(
                    "trigger-unaccounted",
                    trigger.name(),
                    fact + ", and neither does the data map say whether it may, nor was it there, as it is, when the"
                            + " product was set up for this map: list \"" + trigger.name()
                            + "\" under triggers.fire, or, to keep it from firing, under triggers.mute"));
        }
    }

    private void muted(Trigger trigger, String fact) {
        if (trigger.enabled() == 'O') {
            findings.add(Finding.note("trigger-muted", trigger.name(), fact + "; it is kept from firing"));
            return;
        }
        findings.add(Finding.error(
                "trigger-not-mutable",
                trigger.name(),
                fact + ", and it is enabled " + (trigger.enabled() == 'A' ? "ALWAYS" : "REPLICA")
                        + ", so that the replication role does not keep it from firing: list it under triggers.fire, or"
                        + " ALTER TABLE " + trigger.name().table() + " ENABLE TRIGGER "
                        + SqlName.quote(trigger.name().trigger())));
    }

    /** A partition's trigger may be listed by the partition, or once for all partitions by the table they are part of. */
    private static boolean listed(Set<TriggerName> names, Trigger trigger) {
        return names.contains(trigger.name())
                || names.contains(new TriggerName(trigger.name().trigger(), trigger.root()));
    }

    private void absent(Set<TriggerName> names) {
        names.stream()
                .filter(name -> triggers.stream().noneMatch(trigger -> listed(Set.of(name), trigger)))
                .sorted((one, other) -> one.toString().compareTo(other.toString()))
                .forEach(name -> findings.add(Finding.error(
                        "trigger-missing",
                        name,
                        "is in the data map but not in the database: take it out of the map")));
    }
}

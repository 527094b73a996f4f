package io.reprieve.accountdata.datamap;

import io.reprieve.accountdata.catalog.Trigger;
import io.reprieve.accountdata.name.TriggerName;
import java.util.Set;

/**
 * The triggers that the data map accounts for.
 *
 * @param fire those that may fire while rows are erased and put back
 * @param mute those that are kept from firing meanwhile
 */
public record KnownTriggers(Set<TriggerName> fire, Set<TriggerName> mute) {

    /** Whether the trigger is kept from firing. A partition's may be listed by the table that the partition is part of. */
    public boolean mutes(Trigger trigger) {
        return listed(mute, trigger);
    }

    /** Whether people said that the trigger may fire. */
    public boolean fires(Trigger trigger) {
        return listed(fire, trigger);
    }

    private static boolean listed(Set<TriggerName> names, Trigger trigger) {
        return names.contains(trigger.name())
                || names.contains(new TriggerName(trigger.name().trigger(), trigger.root()));
    }
}

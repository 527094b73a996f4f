package io.reprieve.accountdata;

import java.util.Set;

/**
 * The triggers that the data map accounts for.
 *
 * @param fire those that may fire while rows are erased and put back
 * @param mute those that are kept from firing meanwhile
 */
public record KnownTriggers(Set<TriggerName> fire, Set<TriggerName> mute) {

    /** Whether the map says what becomes of it. */
    public boolean accountFor(TriggerName trigger) {
        return fire.contains(trigger) || mute.contains(trigger);
    }
}

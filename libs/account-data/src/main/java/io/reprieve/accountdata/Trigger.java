package io.reprieve.accountdata;

import java.util.List;

/**
 * A user's trigger.
 *
 * @param name the trigger
 * @param function what it calls
 * @param before whether it runs before the row is written
 * @param events in words: insert, update, delete, truncate
 * @param enabled whether it fires for ordinary sessions
 */
record Trigger(String name, String function, boolean before, List<String> events, boolean enabled) {}

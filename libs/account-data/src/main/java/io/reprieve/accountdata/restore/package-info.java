/**
 * Puts an account's rows back in one transaction. {@link Restore} holds the order of the steps, {@code Insertion}
 * inserts parents first, and {@code RestoredContent} says what is live then.
 */
package io.reprieve.accountdata.restore;

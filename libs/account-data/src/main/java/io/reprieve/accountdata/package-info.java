/**
 * The account engine: cuts one account out of a shared PostgreSQL database and S3, and puts it back. {@link AccountEngine} is
 * the door; {@code docs/account-engine.md} says what it promises. Each package says of itself where to begin, depends on no
 * package that depends on it, and comes after those it needs:
 *
 * <ul>
 *   <li><b>Words that callers share.</b> {@code name}, {@code archive}, {@code digest}, {@code report}, {@code order}, and
 *       {@code datamap}, what belongs to an account.
 *   <li><b>What the database is.</b> {@code sql} for connections and statements, {@code catalog} for tables and keys.
 *   <li><b>Whose row is it?</b> {@code ownership}, and {@code snapshot}: one account as one session sees it.
 *   <li><b>Is the map true?</b> {@code triggers} and {@code check}; {@code discovery} proposes a map, {@code product} prepares a
 *       database for it, and fences.
 *   <li><b>Export.</b> {@code objects} and {@code export}; {@code scratch} verifies archives, {@code compare} holds two of them,
 *       or what is live, against each other.
 *   <li><b>Erase.</b> {@code ledger} and {@code erase}.
 *   <li><b>Restore.</b> {@code staging}, {@code plan}, {@code restore}, each upon the one before.
 * </ul>
 *
 * Other modules use this package, the words, and the doors in {@code objects}, {@code compare}, {@code scratch}, {@code
 * product}, {@code discovery} and {@code ledger}; the rest is public for the engine's own packages alone.
 */
package io.reprieve.accountdata;

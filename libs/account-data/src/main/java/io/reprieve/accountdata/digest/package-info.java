/**
 * The keyed, order-independent digest that everything is held against. Begin with {@link RowDigest} for one table and
 * {@link ContentDigests} for a whole account; {@link DigestKey} is the account's secret.
 */
package io.reprieve.accountdata.digest;

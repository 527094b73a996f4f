/**
 * Triggers and rules, which may do more than was ordered. {@link FiringTriggers} says which would fire,
 * {@link ReplicationRole} keeps them and those of foreign keys from it, and {@link RowCountProof} proves that nothing
 * beside the order was written.
 */
package io.reprieve.accountdata.triggers;

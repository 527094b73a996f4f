/**
 * What happened to an account, in the product's own database: {@link Ledger} asks it, {@link LedgerRows} appends to
 * it in the transaction of the fact.
 */
package io.reprieve.accountdata.ledger;

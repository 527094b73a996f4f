/**
 * One account as one session sees it: {@link AccountSnapshot} has its rows, {@link AccountTables} reads all that is
 * archived of it, the shared rows that it refers to, links and large objects among it.
 */
package io.reprieve.accountdata.snapshot;

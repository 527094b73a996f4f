/**
 * Streams one account out: {@link Export} first the rows, of one snapshot on several connections, then the objects.
 */
package io.reprieve.accountdata.export;

/**
 * Proposes a data map: {@link Discovery} reads a catalog, {@link Placement} decides where each table seems to belong,
 * and says why.
 */
package io.reprieve.accountdata.discovery;

/**
 * Archives away from the product: {@link ScratchDatabase} restores one to verify it, which leaves nothing, or beside
 * the product, to look at and to take pieces from.
 */
package io.reprieve.accountdata.scratch;

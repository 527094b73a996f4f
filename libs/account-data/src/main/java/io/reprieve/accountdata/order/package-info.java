/**
 * What callers order of the engine, and what became of it: orders to erase and to restore, the plan and the scope of
 * a restore, and the answers of every operation, as plain data. Begin with {@link ErasureOrder} and
 * {@link RestoreOrder}.
 */
package io.reprieve.accountdata.order;

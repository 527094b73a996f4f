/**
 * The point of no return. {@link Erasure} holds the order of the steps; rows are deleted children first by {@code
 * Deletion}, and what goes is held against what was seen ({@code SeenRows}) and against the order.
 */
package io.reprieve.accountdata.erase;

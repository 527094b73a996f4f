/**
 * Two sides of one account held against each other, row by row, nothing restored: {@link Comparison} takes two
 * {@link RowSource}s and tells a {@link DifferenceSink} what differs.
 */
package io.reprieve.accountdata.compare;

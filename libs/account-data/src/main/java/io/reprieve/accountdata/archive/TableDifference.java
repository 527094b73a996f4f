package io.reprieve.accountdata.archive;

/**
 * A table whose content is not what was expected.
 *
 * @param name qualified table name
 * @param expectedRows rows expected; -1 when the table was not expected at all
 * @param foundRows rows found; -1 when the table is not there
 * @param digestDiffers whether the content digest differs
 */
public record TableDifference(String name, long expectedRows, long foundRows, boolean digestDiffers) {}

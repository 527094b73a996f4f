package io.reprieve.accountdata.archive;

/**
 * One column as it is archived.
 *
 * @param name as the catalog spells it
 * @param type as {@code format_type} prints it with an empty search path
 * @param volatileColumn kept in the archive, left out of the digest
 */
public record ColumnShape(String name, String type, boolean volatileColumn) {}

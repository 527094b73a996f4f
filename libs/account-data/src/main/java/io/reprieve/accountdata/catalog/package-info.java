/**
 * What the database is. {@link CatalogReader} reads a {@link Catalog} of tables, foreign keys, triggers and types;
 * indexes, partitions and what is no table are read beside it, by those who need them.
 */
package io.reprieve.accountdata.catalog;

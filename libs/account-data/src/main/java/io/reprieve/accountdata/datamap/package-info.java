/**
 * The declaration of what belongs to an account, as people write it in YAML: {@link DataMap}, with a
 * {@link PostgresSource} and an {@link S3Source}. Nothing here looks at a database; whether the map is true is for
 * {@code check}.
 */
package io.reprieve.accountdata.datamap;

/**
 * Is the data map true? {@link MapCheck} holds it against the live catalog by asking every class named {@code
 * …Check}. Whatever the map does not account for is an error, and nothing is purged then.
 */
package io.reprieve.accountdata.check;

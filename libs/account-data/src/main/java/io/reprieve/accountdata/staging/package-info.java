/**
 * An archive beside the live tables, in temporary ones: {@link ArchiveLoader} fills a {@link Staging}, and sees to
 * types that have changed since.
 */
package io.reprieve.accountdata.staging;

/**
 * What lies in an archive of one account, whoever keeps it: rows in the shape of {@link TableShape}, objects as
 * {@link ObjectEntry}. Callers write one as an {@link ExportSink} and read one as an {@link ArchiveSource}.
 */
package io.reprieve.accountdata.archive;

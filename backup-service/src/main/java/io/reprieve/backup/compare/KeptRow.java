package io.reprieve.backup.compare;

import java.util.List;

/**
 * A row that differs, as it is kept.
 *
 * @param times how often
 * @param columns which columns differ
 * @param here values, null for SQL null; empty when it is not here
 * @param there likewise
 */
record KeptRow(long times, List<String> columns, List<String> here, List<String> there) {}

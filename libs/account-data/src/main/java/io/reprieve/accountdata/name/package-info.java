/**
 * How PostgreSQL spells what it holds: {@link TableName}, {@link ColumnName} and {@link TriggerName} are as the
 * catalog has them, {@link SqlName} quotes them where SQL needs it.
 */
package io.reprieve.accountdata.name;

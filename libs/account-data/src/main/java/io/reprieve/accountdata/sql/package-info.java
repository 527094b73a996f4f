/**
 * Connections and statements. {@link Session} is one transaction: on which snapshot, under which locks and settings;
 * {@link Sql} runs statements in it, {@link SideBySide} reads one snapshot on several connections.
 */
package io.reprieve.accountdata.sql;

/**
 * What a restore would do, and what stands in its way, before anything is written. {@link RestorePlanner} holds a
 * staged archive against what is live, and asks the others here one by one: shared rows, keys that are taken, checks,
 * partitions, rules and columns that came since.
 */
package io.reprieve.accountdata.plan;

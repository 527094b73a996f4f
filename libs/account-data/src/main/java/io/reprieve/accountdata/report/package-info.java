/**
 * What the engine says when it does not simply do as it is told. {@link Finding} is one thing found, by rule, fact
 * and next step; {@link AccountRefused} carries findings that stop an operation, {@link AccountDataException} a
 * server that did not answer as asked.
 */
package io.reprieve.accountdata.report;

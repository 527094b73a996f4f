/**
 * What the suite keeps and asks in the product's database by the data map's own words: {@link ProductSetup} makes
 * ledger, roles and rights; {@link Fence} and {@link BillingReader} run the statements that the map declares.
 */
package io.reprieve.accountdata.product;

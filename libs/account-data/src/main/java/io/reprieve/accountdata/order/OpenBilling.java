package io.reprieve.accountdata.order;

/**
 * What the product's books say is open.
 *
 * @param openSubscriptions null when the data map does not say how to ask
 * @param openInvoices likewise
 */
public record OpenBilling(Long openSubscriptions, Long openInvoices) {}

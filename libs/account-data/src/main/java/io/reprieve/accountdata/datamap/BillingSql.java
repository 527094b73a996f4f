package io.reprieve.accountdata.datamap;

/**
 * How the product's own books are asked what is still open, as SQL with {@code :key} for the account key; each gives one
 * number.
 *
 * @param openSubscriptions null when it is not declared
 * @param openInvoices null when it is not declared
 */
public record BillingSql(String openSubscriptions, String openInvoices) {
    public static final BillingSql UNDECLARED = new BillingSql(null, null);
}

package io.reprieve.purge.guard;

/** Nobody who pays, or still owes, is purged; only the law goes before the books. */
final class OpenBillingGuard implements Guard {
    @Override
    public String name() {
        return "open-billing";
    }

    @Override
    public Finding check(PurgeFacts facts) {
        return facts.billing().decide(billing -> {
            long open = orNone(billing.openSubscriptions()) + orNone(billing.openInvoices());
            String found = "%s open subscriptions, %s open invoices"
                    .formatted(inWords(billing.openSubscriptions()), inWords(billing.openInvoices()));
            if (open > 0) {
                return facts.asked().kind() == PurgeKind.LEGAL_ERASURE
                        ? Finding.warn("%s", found)
                        : Finding.block("%s", found);
            }
            return billing.openSubscriptions() == null || billing.openInvoices() == null
                    ? Finding.warn("%s: the data map does not say how to ask (billing)", found)
                    : Finding.pass("%s", found);
        });
    }

    private static long orNone(Long count) {
        return count == null ? 0 : count;
    }

    private static String inWords(Long count) {
        return count == null ? "unknown" : Long.toString(count);
    }
}

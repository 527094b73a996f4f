package io.reprieve.cabinet;

import java.util.List;

/**
 * An account as Cabinet itself knows it: what somebody registers it with.
 *
 * @param key the account key, {@code public.accounts.id} as text
 * @param crmId the customer's number in the CRM; may be null, like the other two
 * @param contacts e-mail addresses of its owners
 */
public record ProductAccount(
        String key,
        String name,
        String domain,
        String plan,
        String crmId,
        String cpqId,
        String billingId,
        List<String> contacts) {}

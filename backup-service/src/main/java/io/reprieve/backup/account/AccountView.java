package io.reprieve.backup.account;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * What this service reads of an account in account-service.
 *
 * @param id {@code acc_…}
 * @param accountKey its key in the product
 * @param status ACTIVE, SUSPENDED, PENDING_PURGE or PURGED
 * @param epoch raised by every fence, re-activation, restore and erasure
 * @param fence the fence that is up; null when none is
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record AccountView(String id, String accountKey, String status, long epoch, JsonNode fence) {

    /** @return whether the account is fenced now */
    public boolean fenced() {
        return "PENDING_PURGE".equals(status) || (fence != null && !fence.isNull());
    }

    /** @return whether its data was erased and not restored */
    public boolean purged() {
        return "PURGED".equals(status);
    }
}

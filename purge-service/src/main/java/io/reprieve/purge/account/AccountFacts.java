package io.reprieve.purge.account;

import io.reprieve.purge.guard.PurgeFacts;
import java.util.List;

/**
 * What account-service knows of an account for a purge alone.
 *
 * @param signsOfLife the newest of each kind
 * @param crossAccountEdges rows that tie the account to others, each named; empty: none
 */
public record AccountFacts(
        List<PurgeFacts.SignOfLife> signsOfLife, PurgeFacts.Billing billing, List<String> crossAccountEdges) {
    public AccountFacts {
        signsOfLife = List.copyOf(signsOfLife);
        crossAccountEdges = List.copyOf(crossAccountEdges);
    }
}

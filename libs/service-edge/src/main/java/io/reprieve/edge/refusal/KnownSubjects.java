package io.reprieve.edge.refusal;

import java.util.Optional;

/**
 * Tells which ids that callers name exist here. Refusals about others are recorded without the id: anybody can make up
 * any number of those.
 */
public interface KnownSubjects {
    /**
     * @param id under which refusals about it are filed
     * @param accountId null when no account is concerned
     */
    record Subject(String id, String accountId) {}

    /** What this id stands for; empty when there is no such thing here. Called within a transaction. */
    Optional<Subject> find(String id);
}

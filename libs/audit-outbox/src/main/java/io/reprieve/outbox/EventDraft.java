package io.reprieve.outbox;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What a service says about a fact; {@link Outbox} adds identity, number, predecessor and time.
 *
 * @param type an event type of the API, e.g. {@code purge.requested}
 * @param subject id of the aggregate whose chain the event joins, e.g. {@code prg_…}
 * @param accountId the account concerned ({@code acc_…}); null when none is
 * @param correlationId the purge or restore this belongs to; null when none
 * @param actor who acted
 * @param outcome whether the act succeeded
 * @param reason free text a person gave; null when none; of what is longer than {@link #LONGEST_REASON} the beginning
 * @param detail further facts, JSON-able; ids and numbers, no contents of the customer's data
 */
public record EventDraft(
        String type,
        String subject,
        String accountId,
        String correlationId,
        EventActor actor,
        Outcome outcome,
        String reason,
        Map<String, Object> detail) {

    /** Characters. The edges refuse a longer reason; what still comes, such as another service's words, is cut. */
    public static final int LONGEST_REASON = 2_000;

    private static final String CUT = " …";

    /** Did the act succeed. */
    public enum Outcome {
        SUCCESS,
        FAILURE
    }

    public EventDraft {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(outcome, "outcome");
        reason = shortened(reason);
        detail = detail == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(detail));
    }

    private static String shortened(String text) {
        if (text == null || text.length() <= LONGEST_REASON) {
            return text;
        }
        int end = LONGEST_REASON - CUT.length();
        // Never half a character.
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + CUT;
    }

    /** A successful act on an aggregate; complete it with the methods below ({@code by} is required). */
    public static EventDraft of(String type, String subject) {
        return new EventDraft(type, subject, null, null, null, Outcome.SUCCESS, null, Map.of());
    }

    public EventDraft account(String id) {
        return new EventDraft(type, subject, id, correlationId, actor, outcome, reason, detail);
    }

    public EventDraft correlation(String id) {
        return new EventDraft(type, subject, accountId, id, actor, outcome, reason, detail);
    }

    public EventDraft by(EventActor who) {
        return new EventDraft(type, subject, accountId, correlationId, who, outcome, reason, detail);
    }

    public EventDraft by(String id, String kind, String client) {
        return by(new EventActor(id, kind, client));
    }

    public EventDraft failed() {
        return new EventDraft(type, subject, accountId, correlationId, actor, Outcome.FAILURE, reason, detail);
    }

    public EventDraft reason(String text) {
        return new EventDraft(type, subject, accountId, correlationId, actor, outcome, text, detail);
    }

    /** Adds one fact to the detail; a null value is left out. */
    public EventDraft with(String name, Object value) {
        if (value == null) {
            return this;
        }
        var more = new TreeMap<>(detail);
        more.put(name, value);
        return new EventDraft(type, subject, accountId, correlationId, actor, outcome, reason, more);
    }
}

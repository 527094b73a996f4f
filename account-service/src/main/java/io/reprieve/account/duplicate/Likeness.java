package io.reprieve.account.duplicate;

import java.util.List;

/**
 * Why two accounts may be one customer.
 *
 * @param score 0 to 1
 * @param reasons what they share, strongest first: {@code external-id:crm}, {@code name}, {@code domain}, {@code contact-email}
 */
public record Likeness(double score, List<String> reasons) {
    /** From this score on two accounts are suspected of being one. */
    public static final double SUSPECT = 0.6;

    public boolean suspect() {
        return score >= SUSPECT;
    }
}

package io.reprieve.cabinet;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * How much {@link Cabinet#generate} makes. Rows come to about seven times the documents; the same size makes the same
 * rows, to the byte.
 *
 * @param accounts how many accounts, at least 12 (the cast is among the first)
 * @param documents documents over all accounts
 * @param objects S3 objects of each account of the cast that holds data; other accounts hold a fortieth of it
 * @param seed what the dice start from
 * @param anchor the moment the product's history leads up to; every row lies before it
 */
public record Size(int accounts, int documents, int objects, long seed, Instant anchor) {

    public Size {
        if (accounts < 12) {
            throw new IllegalArgumentException("a Cabinet needs at least 12 accounts, not " + accounts);
        }
        if (documents < 0 || objects < 0) {
            throw new IllegalArgumentException("a Cabinet cannot hold fewer than no documents or objects");
        }
    }

    /** About 200 accounts, 300,000 rows and 300 objects; history up to the beginning of today (UTC). */
    public static Size standard() {
        return new Size(200, 40_000, 40, 34, Instant.now().truncatedTo(ChronoUnit.DAYS));
    }

    /** For tests: 12 accounts, about 5,000 rows and 20 objects, history up to 1 November 2026. */
    public static Size small() {
        return new Size(12, 600, 9, 34, Instant.parse("2026-11-01T00:00:00Z"));
    }

    public Size withAccounts(int count) {
        return new Size(count, documents, objects, seed, anchor);
    }

    public Size withDocuments(int count) {
        return new Size(accounts, count, objects, seed, anchor);
    }

    public Size withObjects(int count) {
        return new Size(accounts, documents, count, seed, anchor);
    }

    public Size withAnchor(Instant moment) {
        return new Size(accounts, documents, objects, seed, moment);
    }
}

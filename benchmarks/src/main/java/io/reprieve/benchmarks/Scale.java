package io.reprieve.benchmarks;

/**
 * How large a database is measured on.
 *
 * @param name as it is printed
 * @param documents of the big account; about 14 rows hang on each
 * @param others documents of all accounts but the three that are measured
 * @param rounds how often everything is measured
 * @param sharedBuffers of the server
 */
record Scale(String name, int documents, int others, int rounds, String sharedBuffers) {

    /** A big account of 1.5 million rows, 400 MB. */
    static final Scale FULL = new Scale("full", 106_000, 35_000, 3, "2GB");

    /** A tenth of it. */
    static final Scale QUICK = new Scale("quick", 10_600, 3_500, 3, "512MB");

    /** Documents of the two smaller accounts that are measured; {@code rows.sql} has the same. */
    private static final int SMALLER = 2_120 + 6;

    Scale rounds(int wanted) {
        return new Scale(name, documents, others, wanted, sharedBuffers);
    }

    /** Any other size, for whoever works on the engine. */
    Scale documents(int wanted) {
        return new Scale(wanted + " documents", wanted, wanted / 3, rounds, sharedBuffers);
    }

    /** The same three accounts in a database of twice the size: only what surrounds them grows. */
    int othersForTwice() {
        return 2 * (documents + SMALLER + others) - documents - SMALLER;
    }
}

package io.reprieve.benchmarks;

/**
 * How large it is measured.
 *
 * @param name as it is printed
 * @param documents of the big account; about 14 rows hang on each
 * @param others documents of all other accounts
 * @param objects of the big account
 * @param alike accounts of 1,000 rows
 * @param rounds how often everything is measured
 * @param sharedBuffers of the server
 */
record RestoreScale(String name, int documents, int others, int objects, int alike, int rounds, String sharedBuffers) {

    /** An account of 1.5 million rows in a database of 8 million. */
    static final RestoreScale FULL = new RestoreScale("full", 106_000, 450_000, 2_000, 200, 3, "2GB");

    /** A tenth of it, but for the accounts that are alike. */
    static final RestoreScale QUICK = new RestoreScale("quick", 10_600, 45_000, 200, 200, 3, "512MB");
}

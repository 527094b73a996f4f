package io.reprieve.benchmarks;

/**
 * One line of the result.
 *
 * @param what is measured
 * @param ours how it is done, and its median in seconds
 * @param beside what it is held against, and its median; null where it stands alone
 * @param target the most that the ratio (or, standing alone, the seconds) may be; null where it is only shown
 * @param peak most resident memory of the engine's process meanwhile, in bytes; 0 where that is not of interest
 */
record Figure(String what, Side ours, Side beside, Double target, long peak) {

    /**
     * @param name how it is done
     * @param seconds median over the rounds
     */
    record Side(String name, double seconds) {}

    /** The ratio where there are two sides, else the seconds. */
    double value() {
        return beside == null ? ours.seconds() : ours.seconds() / beside.seconds();
    }

    String verdict() {
        if (target == null) {
            return "";
        }
        return value() <= target ? "pass" : "miss";
    }
}

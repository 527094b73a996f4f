package io.reprieve.benchmarks;

/**
 * One measurement.
 *
 * @param seconds how long it took
 * @param rows how many rows it was about; 0 when that is not told
 * @param peak the most resident memory the engine's process had meanwhile, in bytes; 0 when that is not told
 */
record Run(double seconds, long rows, long peak) {

    /** What can fail while it is timed. */
    interface Timed {
        void run() throws Exception;
    }

    static Run of(Timed timed) throws Exception {
        long start = System.nanoTime();
        timed.run();
        return new Run((System.nanoTime() - start) / 1e9, 0, 0);
    }
}

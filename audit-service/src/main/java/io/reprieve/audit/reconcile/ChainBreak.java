package io.reprieve.audit.reconcile;

/** An entry that does not follow the one before it in its aggregate. */
record ChainBreak(long index, String source, String subject, Kind kind, long expectedSeq, long foundSeq) {
    /** What is wrong with it. */
    enum Kind {
        /** Numbers before it are not in the log. */
        GAP,
        /** Its number, or a later one, is in the log already. */
        REPEAT,
        /** It names another predecessor than the log holds. */
        FORK
    }
}

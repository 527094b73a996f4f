package io.reprieve.purge.guard;

/** One rule over the facts. It reads nothing itself, so that the same facts always give the same finding. */
interface Guard {

    /** Kebab-case, stable: it is part of the evidence digest. */
    String name();

    /** Whether this guard has anything to say at this point. */
    default boolean applies(PurgeFacts facts) {
        return true;
    }

    Finding check(PurgeFacts facts);
}

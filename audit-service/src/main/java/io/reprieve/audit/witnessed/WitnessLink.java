package io.reprieve.audit.witnessed;

import java.util.List;

/** The way to one witness. */
interface WitnessLink {

    /** Its address. */
    String name();

    /**
     * Shows it a checkpoint; never throws for what it answers, or fails to.
     *
     * @param old size of what it remembers, as far as is known here
     * @param proof RFC 6962 consistency proof from there
     */
    Reply show(long old, List<byte[]> proof, String note);
}

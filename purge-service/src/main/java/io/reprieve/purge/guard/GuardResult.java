package io.reprieve.purge.guard;

/** One guard's word, as it is stored in the evidence and shown to the approver. */
public record GuardResult(String name, Outcome outcome, String detail, boolean unknown) {

    public boolean blocks() {
        return outcome == Outcome.BLOCK;
    }
}

package io.reprieve.purge.guard;

/** A guard's outcome and, for people, the numbers that decided it. {@code unknown}: it blocks for want of a fact. */
public record Finding(Outcome outcome, String detail, boolean unknown) {

    public static Finding pass(String detail, Object... numbers) {
        return new Finding(Outcome.PASS, detail.formatted(numbers), false);
    }

    public static Finding warn(String detail, Object... numbers) {
        return new Finding(Outcome.WARN, detail.formatted(numbers), false);
    }

    public static Finding block(String detail, Object... numbers) {
        return new Finding(Outcome.BLOCK, detail.formatted(numbers), false);
    }

    public static Finding unknown(String why) {
        return new Finding(Outcome.BLOCK, "unknown: " + why, true);
    }
}

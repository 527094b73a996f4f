package io.reprieve.purge.guard;

import java.util.function.BiFunction;
import java.util.function.Function;

/** Something another service was asked for. What could not be learnt stays unknown: never zero, never absent. */
public sealed interface Fact<T> {

    record Known<T>(T value) implements Fact<T> {}

    record Unknown<T>(String why) implements Fact<T> {}

    static <T> Fact<T> known(T value) {
        return new Known<>(value);
    }

    static <T> Fact<T> unknown(String why) {
        return new Unknown<>(why);
    }

    /** The finding over a known value; an unknown one blocks. */
    default Finding decide(Function<T, Finding> rule) {
        if (this instanceof Known<T> known) {
            return rule.apply(known.value());
        }
        return Finding.unknown(((Unknown<T>) this).why());
    }

    /** The same with another value; an unknown one stays unknown for the same reason. */
    default <R> Fact<R> map(Function<T, R> of) {
        return this instanceof Known<T> known
                ? new Known<>(of.apply(known.value()))
                : new Unknown<>(((Unknown<T>) this).why());
    }

    /** What follows from this fact and another one; unknown for the reason of whichever is. */
    default <S, R> Fact<R> with(Fact<S> other, BiFunction<T, S, R> of) {
        return this instanceof Known<T> known
                ? other.map(value -> of.apply(known.value(), value))
                : new Unknown<>(((Unknown<T>) this).why());
    }

    default boolean isKnown() {
        return this instanceof Known<T>;
    }
}

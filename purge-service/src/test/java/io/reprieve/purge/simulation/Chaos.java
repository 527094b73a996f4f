package io.reprieve.purge.simulation;

import io.reprieve.purge.neighbour.Answers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Everything that goes wrong, decided by one seed: processes die between any two calls, calls are lost, answered late or
 * delivered again, others act meanwhile, clocks jump.
 */
final class Chaos {
    private static final int NESTED = 2;

    final Random random;
    final Set<String> silent = new HashSet<>();
    final List<String> trace = new ArrayList<>();
    private final List<Runnable> undelivered = new ArrayList<>();
    private Instant truth = Instant.parse("2026-01-01T00:00:00Z");
    private Duration databaseIsAhead = Duration.ZERO;
    private Runnable meanwhile = () -> {};
    private final Deque<Map<String, Long>> looks = new ArrayDeque<>(List.of(new HashMap<>()));
    private int depth;
    private boolean inTransaction;
    private boolean calm;

    Chaos(long seed) {
        this.random = new Random(seed);
    }

    void meanwhile(Runnable others) {
        this.meanwhile = others;
    }

    /** From here on nothing goes wrong any more. */
    void calm() {
        calm = true;
        silent.clear();
        undelivered.clear();
        databaseIsAhead = Duration.ZERO;
    }

    Instant truth() {
        return truth;
    }

    Instant databaseTime() {
        return truth.plus(databaseIsAhead);
    }

    void pass(Duration time) {
        truth = truth.plus(time);
    }

    void jump(Duration by) {
        tell("the database's clock jumps by " + by);
        databaseIsAhead = databaseIsAhead.plus(by);
    }

    void clockIsRight() {
        databaseIsAhead = Duration.ZERO;
    }

    boolean oneIn(int times) {
        return !calm && random.nextInt(times) == 0;
    }

    void tell(String what) {
        trace.add(truth + " " + what);
    }

    void transaction(boolean open) {
        inTransaction = open;
    }

    /** A place between two calls. */
    void point(String where) {
        if (calm || inTransaction) {
            return;
        }
        truth = truth.plusMillis(1 + random.nextInt(50));
        if (oneIn(120)) {
            tell("dies at " + where);
            throw new Crash(where);
        }
        if (depth < NESTED && oneIn(25)) {
            depth++;
            try {
                byAnother(meanwhile);
            } finally {
                depth--;
            }
        }
    }

    /** Whoever works sees with their own eyes. */
    void byAnother(Runnable work) {
        looks.push(new HashMap<>());
        try {
            work.run();
        } finally {
            looks.pop();
        }
    }

    /** In which version whoever is at work looked at a purge last; null when they did not. */
    Long seen(String purgeId) {
        return looks.peek().get(purgeId);
    }

    void sees(String purgeId, long version) {
        looks.peek().put(purgeId, version);
    }

    /** A call of another service. */
    <T> T call(String service, Supplier<T> work) {
        point("before " + service);
        if (silent.contains(service) || oneIn(60)) {
            throw Answers.silent(service);
        }
        T answer = work.get();
        point("after " + service);
        if (oneIn(60)) {
            throw Answers.silent(service);
        }
        return answer;
    }

    /** An order that changes something; the network may deliver it again, whenever it likes. */
    <T> T order(String service, Supplier<T> work) {
        if (oneIn(20)) {
            undelivered.add(work::get);
        }
        return call(service, work);
    }

    void deliverAgain() {
        if (!undelivered.isEmpty()) {
            Runnable late = undelivered.remove(random.nextInt(undelivered.size()));
            tell("an order is delivered again");
            try {
                late.run();
            } catch (io.reprieve.purge.neighbour.Neighbour.Refused e) {
                tell("and refused: " + e.code());
            }
        }
    }
}

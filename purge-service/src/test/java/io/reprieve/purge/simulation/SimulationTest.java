package io.reprieve.purge.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprieve.purge.lifecycle.StateName;
import io.reprieve.purge.town.RealServers;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The service's own code, over stand-ins for its database and its neighbours, lives through the lives of many accounts; the
 * promises of the design are held against every step. {@code -Dreprieve.seed=N} lives one again.
 */
class SimulationTest {
    private static final int PURGES = Integer.getInteger("reprieve.purges", 100_000);
    private static final int SEEDS_TO_NOTICE = 2_000;
    private static final int THREADS = 2;

    /** Held on to, so that it stays quiet: thousands of refusals are what is simulated. */
    private static final Logger QUIET = Logger.getLogger("io.reprieve.purge");

    @TempDir
    static Path keys;

    @BeforeAll
    static void prepare() throws Exception {
        QUIET.setLevel(Level.OFF);
        RealServers.keys(keys, "purge");
    }

    @AfterAll
    static void speakAgain() {
        QUIET.setLevel(null);
    }

    @Test
    void no_promise_is_broken_whatever_goes_wrong() throws Exception {
        Long seed = Long.getLong("reprieve.seed");
        Map<StateName, Integer> ends = seed == null ? many() : simulation().run(seed);

        assertThat(ends.keySet()).allMatch(Simulation::isEnd);
        if (seed == null) {
            assertThat(ends.keySet())
                    .contains(
                            StateName.PURGED,
                            StateName.RESTORED,
                            StateName.REPRIEVED,
                            StateName.EXPIRED,
                            StateName.DENIED,
                            StateName.BLOCKED);
        }
        System.out.println("simulated: " + ends);
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void a_fault_in_the_service_is_noticed_and_its_seed_shows_it_again(Fault fault) {
        Simulation faulty = new Simulation(keys, fault::into);
        long seed = firstBroken(faulty);

        assertThatThrownBy(() -> new Simulation(keys, fault::into).run(seed))
                .isInstanceOf(Simulation.Broken.class)
                .hasMessageContaining("seed " + seed)
                .hasMessageContaining(fault.promise());
    }

    private static long firstBroken(Simulation faulty) {
        for (long seed = 1; seed <= SEEDS_TO_NOTICE; seed++) {
            try {
                faulty.run(seed);
            } catch (Simulation.Broken e) {
                return seed;
            }
        }
        throw new AssertionError("not noticed in " + SEEDS_TO_NOTICE + " lives");
    }

    private static Simulation simulation() {
        return new Simulation(keys, wiring -> wiring);
    }

    private static Map<StateName, Integer> many() throws Exception {
        Map<StateName, Integer> ends = new TreeMap<>();
        AtomicLong seeds = new AtomicLong();
        AtomicInteger purges = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            Callable<Void> lives = () -> {
                Simulation simulation = simulation();
                while (purges.get() < PURGES) {
                    Map<StateName, Integer> some = simulation.run(seeds.incrementAndGet());
                    synchronized (ends) {
                        some.forEach((state, count) -> ends.merge(state, count, Integer::sum));
                    }
                    purges.addAndGet(
                            some.values().stream().mapToInt(Integer::intValue).sum());
                }
                return null;
            };
            for (var done : threads.invokeAll(
                    Stream.generate(() -> lives).limit(THREADS).toList())) {
                done.get();
            }
        } finally {
            threads.shutdownNow();
        }
        return ends;
    }
}

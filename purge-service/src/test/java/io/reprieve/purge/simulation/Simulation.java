package io.reprieve.purge.simulation;

import io.reprieve.purge.PurgeConfig;
import io.reprieve.purge.lifecycle.StateName;
import io.reprieve.purge.policy.PolicyConfig;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Lives one account's life under one seed, with everything that can go wrong, and then lets it come to an end. */
final class Simulation {
    private static final int STEPS = 60;
    private static final int PATIENCE = 400;
    private static final List<String> SERVICES = List.of("account", "backup", "audit", "keycloak", "mail");

    private final Suite suite;
    private World world;
    private People people;

    /** @param faults what is wrong with the service, to see that it is noticed */
    Simulation(Path keys, UnaryOperator<Wiring> faults) {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withMapping(PurgeConfig.class)
                .withMapping(PolicyConfig.class)
                .withSources(new PropertiesConfigSource(
                        Map.of(
                                "reprieve.purge.signing-key",
                                keys.resolve("purge.key").toString(),
                                "reprieve.purge.backup-public-key",
                                keys.resolve("purge.pub").toString(),
                                "reprieve.purge.look.cooling-off",
                                "P5D",
                                "reprieve.purge.look.waiting",
                                "P2D",
                                "reprieve.policy.budget.keys-an-hour",
                                "" + Oracle.KEYS_AN_HOUR,
                                "reprieve.policy.budget.erasures-an-hour",
                                "" + Oracle.ERASURES_AN_HOUR,
                                "reprieve.policy.automatic-freeze.denials",
                                "" + Oracle.DENIALS),
                        "simulation",
                        100))
                .build();
        suite = new Suite(
                config.getConfigMapping(PurgeConfig.class), config.getConfigMapping(PolicyConfig.class), faults);
    }

    /** In which states its purges ended; throws {@link Broken} with the whole story. */
    Map<StateName, Integer> run(long seed) {
        world = new World(seed);
        people = new People(suite, world);
        suite.live(world);
        world.chaos.meanwhile(this::somethingHappens);
        try {
            for (int step = 0; step < STEPS; step++) {
                somethingHappens();
                time();
                work();
                world.oracle.holds();
            }
            comeToAnEnd();
        } catch (RuntimeException | Oracle.Broken e) {
            throw new Broken(seed, world.chaos.trace, e);
        }
        Map<StateName, Integer> ends = new TreeMap<>();
        world.ledger.all().values().forEach(file -> ends.merge(file.state.name(), 1, Integer::sum));
        return ends;
    }

    /** A seed under which a promise was broken, and how. */
    static final class Broken extends AssertionError {
        Broken(long seed, List<String> trace, Throwable cause) {
            super("seed " + seed + ": " + cause + "\n" + String.join("\n", trace), cause);
        }
    }

    private void time() {
        int dice = world.chaos.random.nextInt(10);
        if (dice < 5) {
            world.chaos.pass(Duration.ofSeconds(world.chaos.random.nextInt(120)));
        } else if (dice < 9) {
            untilTheNextTask();
        } else {
            world.chaos.pass(Duration.ofHours(world.chaos.random.nextInt(120)));
        }
    }

    private void untilTheNextTask() {
        world.ledger.tasks().values().stream().min(Instant::compareTo).ifPresent(due -> {
            Duration left = Duration.between(world.chaos.databaseTime(), due);
            if (!left.isNegative()) {
                world.chaos.pass(left.plusMillis(1));
            }
        });
    }

    /** The tasks that are due, and the sweep now and then. */
    private void work() {
        for (String purge : List.copyOf(world.ledger.tasks().keySet())) {
            Instant due = world.ledger.tasks().get(purge);
            if (due != null && !due.isAfter(world.chaos.databaseTime())) {
                suite.runTask(purge);
            }
        }
        if (world.chaos.oneIn(10)) {
            suite.sweep();
        }
    }

    private void somethingHappens() {
        int dice = world.chaos.random.nextInt(100);
        SimulatedRegistry account = world.registry;
        if (dice < 50) {
            people.act();
        } else if (dice < 54) {
            world.chaos.deliverAgain();
        } else if (dice < 57 && people.newest() != null) {
            suite.runTask(people.newest());
        } else if (dice < 60) {
            String service = SERVICES.get(world.chaos.random.nextInt(SERVICES.size()));
            world.chaos.silent.add(service);
            world.chaos.tell(service + " falls silent");
        } else if (dice < 70) {
            world.chaos.silent.clear();
            account.legalHold = null;
        } else if (dice < 71 && world.chaos.oneIn(3)) {
            account.legalHold = "case";
            world.chaos.tell("a legal hold is placed");
        } else if (dice < 73) {
            account.signOfLife = world.chaos.truth();
            world.chaos.tell("a sign of life");
        } else if (dice < 75 && !account.status.equals("PURGED")) {
            write(account);
        } else if (dice < 76 && (account.status.equals("PURGED") || world.chaos.oneIn(4))) {
            account.restored();
        } else if (dice < 77 && world.chaos.oneIn(3)) {
            world.chaos.jump(Duration.ofHours(world.chaos.random.nextInt(2000) - 1000));
        } else if (dice < 80) {
            world.chaos.clockIsRight();
        } else if (dice < 81) {
            world.ledger.othersErased.add(world.ledger.now());
            world.chaos.tell("another account is erased");
        } else if (dice < 82 && world.chaos.oneIn(4)) {
            account.reports.put((long) account.reports.size(), "acc_2");
            world.chaos.tell("a deletion without a warrant is reported");
        } else if (dice < 84) {
            account.becomes(
                    world.chaos.oneIn(5)
                            ? Survivor.values()[world.chaos.random.nextInt(Survivor.values().length)]
                            : Survivor.FULLER);
        }
    }

    /** The fence keeps the product from writing, except that nothing is perfect. */
    private void write(SimulatedRegistry account) {
        if (account.fence == null || world.chaos.oneIn(4)) {
            account.content++;
            world.chaos.tell("the content moves");
        }
    }

    private void comeToAnEnd() {
        world.chaos.calm();
        world.registry.legalHold = null;
        world.chaos.tell("nothing goes wrong any more");
        for (int i = 0; i < PATIENCE; i++) {
            suite.sweep();
            world.oracle.holds();
            world.ledger.thaw();
            if (world.ledger.tasks().isEmpty()) {
                break;
            }
            // Days, because a clock that ran ahead stops a purge until time has caught up with it.
            world.chaos.pass(Duration.ofDays(1));
            untilTheNextTask();
            work();
            world.oracle.holds();
        }
        world.oracle.cameToAnEnd();
    }

    static boolean isEnd(StateName state) {
        return state.isFinal() || state == StateName.PURGED;
    }
}

package io.reprieve.purge.execution;

import io.reprieve.outbox.ProvenEntry;
import io.reprieve.purge.PurgeConfig;
import io.reprieve.purge.backup.Receipt;
import io.reprieve.purge.notice.SendNotices;
import io.reprieve.purge.request.CaseFile;
import io.reprieve.purge.request.MemoryPurges;
import io.reprieve.purge.request.PurgeClock;
import io.reprieve.purge.request.PurgeRequest;
import io.reprieve.purge.simulation.Wiring;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** What carries purges out, over files in memory. */
public final class MemoryExecution {
    private MemoryExecution() {}

    /**
     * @param begin schedules a purge's task
     * @param log when the log signed its newest checkpoint, which holds the event
     */
    public static void into(
            Wiring wiring,
            Consumer<String> begin,
            Consumer<String> nudge,
            Function<String, Instant> log,
            Supplier<? extends MemoryPurges.Files> files) {
        wiring.with(RoundStore.class, rounds(files))
                .with(ReadReports.class, reports(files))
                .with(ProveAct.class, proofs(wiring.get(SendNotices.class), wiring.get(PurgeClock.class), log))
                .with(PurgeTasks.class, tasks(begin, nudge, wiring.get(PurgeConfig.class)));
    }

    /** Takes the next step; null when nothing is left to do. */
    public static Duration advance(Wiring wiring, String purgeId) {
        return wiring.get(AdvancePurge.class).advance(purgeId).after();
    }

    public static void sweep(Wiring wiring, Consumer<String> nudge) {
        wiring.get(SweepPurges.class).run(nudge);
    }

    public static RecordPurged blindToTombstones() {
        return new RecordPurged(null, null, null, null) {
            @Override
            public boolean ifErased(PurgeRequest purge) {
                return false;
            }
        };
    }

    private static ProveAct proofs(SendNotices notices, PurgeClock clock, Function<String, Instant> log) {
        return new ProveAct(null, null, null, notices, clock) {
            @Override
            ProvenEntry of(PurgeRequest purge) {
                String event = purge.act().executingEvent();
                clock.requireOver(notices.erasableFrom(purge).orElseThrow(), log.apply(event));
                return new ProvenEntry(event, 0, 1, "checkpoint");
            }

            @Override
            void clockIsNotBehind() {
                clock.requireNotBehind(log.apply("a heartbeat"));
            }

            @Override
            void beginningOf(PurgeRequest purge) {
                clock.requireNotBehind(log.apply("newest of " + purge.id()));
            }
        };
    }

    private static PurgeTasks tasks(Consumer<String> begin, Consumer<String> nudge, PurgeConfig config) {
        return new PurgeTasks(null, null, null, null, config) {
            @Override
            public void begin(String purgeId) {
                begin.accept(purgeId);
            }

            @Override
            public void nudge(String purgeId) {
                nudge.accept(purgeId);
            }
        };
    }

    private static ReadReports reports(Supplier<? extends MemoryPurges.Files> files) {
        return new ReadReports(null) {
            @Override
            Set<Long> all() {
                return Set.copyOf(files.get().reportsRead());
            }

            @Override
            boolean add(long report) {
                return files.get().reportsRead().add(report);
            }
        };
    }

    private static RoundStore rounds(Supplier<? extends MemoryPurges.Files> files) {
        return new RoundStore(null) {
            private CaseFile file(String id) {
                return files.get().all().get(id);
            }

            @Override
            public Optional<Round> find(String purgeId, int round) {
                return Optional.ofNullable(file(purgeId).rounds.get(round));
            }

            @Override
            Round open(String purgeId, int round, String cause) {
                files.get().touched("open round");
                return file(purgeId)
                        .rounds
                        .computeIfAbsent(
                                round,
                                n -> new Round(
                                        n, cause, null, null, null, files.get().now()));
            }

            @Override
            void operation(String purgeId, int round, String operationId) {
                Round old = file(purgeId).rounds.get(round);
                file(purgeId)
                        .rounds
                        .put(
                                round,
                                new Round(
                                        round,
                                        old.cause(),
                                        operationId,
                                        old.receipt(),
                                        old.failure(),
                                        old.startedAt()));
            }

            @Override
            void verified(String purgeId, int round, Receipt receipt) {
                Round old = file(purgeId).rounds.get(round);
                file(purgeId)
                        .rounds
                        .put(
                                round,
                                new Round(
                                        round,
                                        old.cause(),
                                        old.operationId(),
                                        receipt,
                                        old.failure(),
                                        old.startedAt()));
            }

            @Override
            void failed(String purgeId, int round, String failure) {
                Round old = file(purgeId).rounds.get(round);
                file(purgeId)
                        .rounds
                        .put(
                                round,
                                new Round(
                                        round,
                                        old.cause(),
                                        old.operationId(),
                                        old.receipt(),
                                        failure,
                                        old.startedAt()));
            }

            @Override
            public List<String> backupsOf(String purgeId) {
                return List.of();
            }
        };
    }
}

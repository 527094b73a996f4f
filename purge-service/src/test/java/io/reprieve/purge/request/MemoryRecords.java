package io.reprieve.purge.request;

import io.reprieve.edge.Evidence;
import io.reprieve.outbox.AuditEvent;
import io.reprieve.purge.account.AccountView;
import io.reprieve.purge.database.Database;
import io.reprieve.purge.evidence.PurgeEvidence;
import io.reprieve.purge.lifecycle.StateName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What is kept beside a request, over files in memory. */
public final class MemoryRecords {
    private MemoryRecords() {}

    public static HistoryStore history(Supplier<? extends MemoryPurges.Files> files) {
        return new HistoryStore(null) {
            @Override
            void add(String purgeId, StateName from, StateName to, Cause cause, AuditEvent event) {
                files.get()
                        .all()
                        .get(purgeId)
                        .history
                        .add(new CaseFile.Entry(
                                from, to, event.id(), event.type(), files.get().now()));
            }
        };
    }

    public static EvidenceStore evidence(Supplier<? extends MemoryPurges.Files> files) {
        return new EvidenceStore(null) {
            @Override
            public void put(String purgeId, int round, PurgeEvidence evidence) {
                CaseFile file = files.get().all().get(purgeId);
                file.evidence.add(new CaseFile.Put(file.evidence.size() + 1, round, evidence));
                file.quorum = evidence.bound() == null
                        ? file.quorum
                        : evidence.bound().approvers();
                file.version++;
            }

            @Override
            public Optional<Evidence> ofDigest(String purgeId, String digest) {
                return files.get().all().get(purgeId).evidence.stream()
                        .map(put -> put.evidence().bound())
                        .filter(bound -> bound != null && bound.digest().equals(digest))
                        .findFirst();
            }

            @Override
            public Optional<PurgeEvidence> current(String purgeId) {
                return Optional.ofNullable(files.get().all().get(purgeId).inForce())
                        .map(CaseFile.Put::evidence);
            }
        };
    }

    public static RequestTurnStore turns(Supplier<? extends MemoryPurges.Files> files) {
        return new RequestTurnStore(null) {
            @Override
            void put(String purgeId, RequestTurn turn) {
                files.get()
                        .all()
                        .get(purgeId)
                        .turns
                        .add(new RequestTurn(
                                turn.round(),
                                turn.personId(),
                                turn.subject(),
                                turn.client(),
                                turn.service(),
                                turn.epoch(),
                                turn.digest(),
                                turn.keyTurnId(),
                                files.get().now()));
            }

            @Override
            public List<RequestTurn> of(String purgeId) {
                return List.copyOf(files.get().all().get(purgeId).turns);
            }
        };
    }

    /** A clock that believes whatever the database says. */
    public static PurgeClock credulousClock(Database database) {
        return new PurgeClock(database, null, null) {
            @Override
            public Instant now(String purgeId) {
                return database.now();
            }

            @Override
            public void requireNotBehind(Instant signedAt) {}

            @Override
            public void requireOver(Instant end, Instant signedAt) {}
        };
    }

    public static FenceProbeStore probes() {
        return new FenceProbeStore(null) {
            @Override
            public void put(String purgeId, AccountView.Probe probe) {}
        };
    }
}

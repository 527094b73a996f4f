package io.reprieve.purge.notice;

import io.reprieve.purge.request.CaseFile;
import io.reprieve.purge.request.MemoryPurges;
import io.reprieve.purge.request.PurgeRequest;
import io.reprieve.purge.simulation.Wiring;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Supplier;

/** The notices of each cooling-off, in memory; what goes out goes to the simulation's mail server. */
public final class MemoryNotices {
    private MemoryNotices() {}

    /** @param server whether it took the notice of this moment, of this purge */
    public static void into(
            Wiring wiring, Supplier<? extends MemoryPurges.Files> files, BiPredicate<PurgeRequest, Moment> server) {
        wiring.with(NoticeStore.class, store(files)).with(NoticeMail.class, new NoticeMail(null, null, null, null) {
            @Override
            boolean canBeSent() {
                return true;
            }

            @Override
            boolean send(String address, PurgeRequest purge, Moment moment, Instant now) {
                return server.test(purge, moment);
            }
        });
    }

    private static NoticeStore store(Supplier<? extends MemoryPurges.Files> files) {
        return new NoticeStore(null) {
            private CaseFile file(String purgeId) {
                return files.get().all().get(purgeId);
            }

            @Override
            public void plan(String purgeId, Instant from, Instant notBefore) {
                List<Notice> planned = new ArrayList<>();
                Moment.of(from, notBefore)
                        .forEach((moment, dueAt) -> planned.add(new Notice(moment, dueAt, null, null, null)));
                planned.sort(Comparator.comparing(Notice::dueAt));
                file(purgeId).notices.put(notBefore, planned);
            }

            @Override
            public List<Notice> of(String purgeId, Instant notBefore) {
                return List.copyOf(file(purgeId).notices.getOrDefault(notBefore, List.of()));
            }

            @Override
            void settled(String purgeId, Instant notBefore, Moment moment, int recipients, String problem) {
                file(purgeId)
                        .notices
                        .get(notBefore)
                        .replaceAll(notice -> notice.moment() != moment || notice.isSettled()
                                ? notice
                                : new Notice(moment, notice.dueAt(), files.get().now(), recipients, problem));
            }

            @Override
            void failed(String purgeId, Instant notBefore, Moment moment, String problem) {}
        };
    }

    /** Nobody is told, and nobody waits for it. */
    public static SendNotices nobodyIsTold() {
        return new SendNotices(null, null, null, null, null) {
            @Override
            public Optional<Instant> due(PurgeRequest purge, Instant now) {
                return Optional.empty();
            }

            @Override
            public boolean lastWarningIsDue(PurgeRequest purge, Instant now) {
                return false;
            }

            @Override
            public Optional<Instant> erasableFrom(PurgeRequest purge) {
                return Optional.of(purge.window().notBefore());
            }
        };
    }
}

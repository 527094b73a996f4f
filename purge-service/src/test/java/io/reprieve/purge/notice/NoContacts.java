package io.reprieve.purge.notice;

import io.reprieve.purge.request.PurgeRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Nobody to be told. */
public final class NoContacts {
    private NoContacts() {}

    public static NoticeStore store() {
        return new NoticeStore(null) {
            @Override
            public void plan(String purgeId, Instant from, Instant notBefore) {}

            @Override
            public List<Notice> of(String purgeId, Instant notBefore) {
                return List.of();
            }
        };
    }

    public static SendNotices notices() {
        return new SendNotices(null, null, null, null, null) {
            @Override
            public Optional<Instant> due(PurgeRequest purge, Instant now) {
                return Optional.empty();
            }

            @Override
            public boolean letErase(PurgeRequest purge, Instant now) {
                return true;
            }
        };
    }
}

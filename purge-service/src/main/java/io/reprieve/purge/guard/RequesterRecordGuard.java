package io.reprieve.purge.guard;

import java.util.Set;

/** Whose last request had to be stopped or undone is looked at twice. */
final class RequesterRecordGuard implements Guard {
    private static final Set<String> WENT_WRONG = Set.of("REPRIEVED", "RESTORED");

    @Override
    public String name() {
        return "requester-record";
    }

    @Override
    public Finding check(PurgeFacts facts) {
        return facts.lastRequest().decide(last -> {
            if (last.id() == null) {
                return Finding.pass("the requester's first request");
            }
            return WENT_WRONG.contains(last.state())
                    ? Finding.warn(
                            "the requester's last request %s ended %s%s",
                            last.id(), last.state(), last.why() == null ? "" : ": " + last.why())
                    : Finding.pass("the requester's last request %s is %s", last.id(), last.state());
        });
    }
}

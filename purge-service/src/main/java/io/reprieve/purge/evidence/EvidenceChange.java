package io.reprieve.purge.evidence;

import io.reprieve.edge.Evidence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** In words, what makes one digest differ from another: what an approver is told when their approval is void. */
public final class EvidenceChange {
    private EvidenceChange() {}

    /** Empty exactly when both have the same digest. */
    public static List<String> between(Evidence before, Evidence now) {
        List<String> changes = new ArrayList<>();
        note(changes, "account", before.accountId(), now.accountId());
        note(changes, "kind", before.kind(), now.kind());
        note(changes, "request", before.requestDigest(), now.requestDigest());
        note(changes, "epoch", before.epoch(), now.epoch());
        note(changes, "backup", before.backupId(), now.backupId());
        note(changes, "content", before.contentDigest(), now.contentDigest());
        note(changes, "data map", before.dataMapDigest(), now.dataMapDigest());
        note(changes, "approvers", before.approvers(), now.approvers());
        note(changes, "policy", before.policyVersion(), now.policyVersion());
        Map<String, String> outcomesBefore = outcomes(before);
        Map<String, String> outcomesNow = outcomes(now);
        TreeSet<String> names = new TreeSet<>(outcomesBefore.keySet());
        names.addAll(outcomesNow.keySet());
        names.forEach(name -> note(changes, "guard " + name, outcomesBefore.get(name), outcomesNow.get(name)));
        return changes;
    }

    private static void note(List<String> changes, String what, Object before, Object now) {
        if (!Objects.equals(before, now)) {
            changes.add("%s: %s, was %s".formatted(what, now, before));
        }
    }

    private static Map<String, String> outcomes(Evidence evidence) {
        return evidence.guards().stream()
                .collect(Collectors.toMap(
                        Evidence.Guard::name, Evidence.Guard::outcome, (first, second) -> second, TreeMap::new));
    }
}

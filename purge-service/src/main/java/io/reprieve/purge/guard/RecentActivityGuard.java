package io.reprieve.purge.guard;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Sign-ins, writes and payments shortly before the request are told with their dates; a sign of life behind the fence stops
 * the purge, because nobody could have left it but somebody who misses the account.
 */
final class RecentActivityGuard implements Guard {
    @Override
    public String name() {
        return "recent-activity";
    }

    @Override
    public Finding check(PurgeFacts facts) {
        return facts.account().decide(account -> facts.holdings().decide(holdings -> facts.signs()
                .decide(signs -> facts.standing().fenced() && account.fence() != null
                        ? fenced(facts, account.fence(), holdings, signs)
                        : before(facts, holdings, signs))));
    }

    private static Finding fenced(
            PurgeFacts facts, PurgeFacts.Fence fence, Holdings holdings, List<PurgeFacts.SignOfLife> signs) {
        Instant since = fence.since().isAfter(facts.asked().at())
                ? fence.since()
                : facts.asked().at();
        return signs.stream()
                .filter(sign -> sign.at().isAfter(since))
                .max(Comparator.comparing(PurgeFacts.SignOfLife::at))
                .map(sign -> Finding.block(
                        "a sign of life behind the fence: %s at %s (fenced since %s)", sign.kind(), sign.at(), since))
                .orElseGet(() -> before(facts, holdings, signs));
    }

    private static Finding before(PurgeFacts facts, Holdings holdings, List<PurgeFacts.SignOfLife> signs) {
        List<PurgeFacts.SignOfLife> all = new ArrayList<>(signs);
        if (holdings.lastActivityAt() != null) {
            all.add(new PurgeFacts.SignOfLife("WRITE", holdings.lastActivityAt()));
        }
        Duration window = facts.rules().recentActivity();
        Instant from = facts.asked().at().minus(window);
        List<PurgeFacts.SignOfLife> recent =
                all.stream().filter(sign -> sign.at().isAfter(from)).toList();
        return recent.isEmpty()
                ? Finding.pass("nothing in the %s before the request; %s", window, inWords(all, "never used"))
                : Finding.warn("in use in the %s before the request: %s", window, inWords(recent, ""));
    }

    private static String inWords(List<PurgeFacts.SignOfLife> signs, String none) {
        return signs.isEmpty()
                ? none
                : signs.stream()
                        .sorted(Comparator.comparing(PurgeFacts.SignOfLife::at).reversed())
                        .map(sign -> "last %s %s".formatted(sign.kind(), sign.at()))
                        .collect(Collectors.joining(", "));
    }
}

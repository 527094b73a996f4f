package io.reprieve.purge.guard;

import java.util.List;

/**
 * The guard IR-34 lacked: a duplicate clean-up may not purge the twin that holds the data. The survivor has to be named,
 * alive, at least as full, as recently used and as peopled; no suspected twin may hold less than the account to be purged.
 */
final class WrongTwinGuard implements Guard {
    @Override
    public String name() {
        return "wrong-twin";
    }

    @Override
    public Finding check(PurgeFacts facts) {
        return facts.holdings().decide(mine -> facts.twins().decide(twins -> {
            List<PurgeFacts.Twin> suspects = twins.stream()
                    .filter(t -> !t.accountId().equals(facts.asked().accountId()))
                    .filter(t -> !"PURGED".equals(t.status()))
                    .toList();
            return facts.asked().kind() == PurgeKind.DUPLICATE_CLEANUP
                    ? duplicate(facts, mine, suspects)
                    : anyOther(mine, suspects);
        }));
    }

    private static Finding duplicate(PurgeFacts facts, Holdings mine, List<PurgeFacts.Twin> suspects) {
        String survivorId = facts.asked().survivorAccountId();
        if (survivorId == null) {
            return Finding.block("a duplicate clean-up has to name the account that survives");
        }
        if (survivorId.equals(facts.asked().accountId())) {
            return Finding.block("the survivor named is the account to be purged itself");
        }
        return facts.survivor().decide(survivor -> {
            if (!"ACTIVE".equals(survivor.status()) && !"SUSPENDED".equals(survivor.status())) {
                return Finding.block("the survivor %s is %s", survivorId, survivor.status());
            }
            if (mine.exceed(survivor.holdings())) {
                return Finding.block(
                        "this twin holds the data: to be purged %s; survivor %s %s",
                        mine.inWords(), survivorId, survivor.holdings().inWords());
            }
            if (mine.moreRecentThan(survivor.holdings())) {
                return Finding.block(
                        "this twin is the one in use: to be purged %s; survivor %s %s",
                        mine.inWords(), survivorId, survivor.holdings().inWords());
            }
            if (mine.people() > survivor.holdings().people()) {
                return Finding.block(
                        "this twin is the one with the people: to be purged %s; survivor %s %s",
                        mine.inWords(), survivorId, survivor.holdings().inWords());
            }
            return emptierTwin(mine, suspects)
                    .map(t -> Finding.block(
                            "a suspected twin holds less: to be purged %s; twin %s %s",
                            mine.inWords(), t.accountId(), t.holdings().inWords()))
                    .orElseGet(() -> Finding.pass(
                            "to be purged %s; survivor %s %s",
                            mine.inWords(), survivorId, survivor.holdings().inWords()));
        });
    }

    private static Finding anyOther(Holdings mine, List<PurgeFacts.Twin> suspects) {
        return emptierTwin(mine, suspects)
                .map(t -> Finding.warn(
                        "looks like one of two, and the fuller one: to be purged %s; twin %s %s",
                        mine.inWords(), t.accountId(), t.holdings().inWords()))
                .orElseGet(() -> Finding.pass(
                        "%s; %s", mine.inWords(), suspects.isEmpty() ? "no twin known" : "no emptier twin known"));
    }

    private static java.util.Optional<PurgeFacts.Twin> emptierTwin(Holdings mine, List<PurgeFacts.Twin> suspects) {
        return suspects.stream().filter(t -> mine.exceed(t.holdings())).findFirst();
    }
}

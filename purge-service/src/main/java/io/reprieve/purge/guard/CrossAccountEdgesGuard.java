package io.reprieve.purge.guard;

import java.util.List;

/** No row ties the account to another one: one row cannot go with two accounts. */
final class CrossAccountEdgesGuard implements Guard {
    private static final int NAMED = 3;

    @Override
    public String name() {
        return "cross-account-edges";
    }

    @Override
    public Finding check(PurgeFacts facts) {
        return facts.edges()
                .decide(edges -> edges.isEmpty()
                        ? Finding.pass("no row ties the account to another one")
                        : Finding.block(
                                "%d ties to other accounts: %s", edges.size(), String.join("; ", first(edges))));
    }

    private static List<String> first(List<String> edges) {
        return edges.subList(0, Math.min(NAMED, edges.size()));
    }
}

package io.reprieve.account.duplicate;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Pairs put together: whoever is alike with anybody of a group belongs to it. */
public final class DuplicateGroups {
    /** Accounts that may all be one customer, and the pairs that say so. */
    public record Group(List<String> accountIds, List<Duplicates.Pair> pairs) {}

    private DuplicateGroups() {}

    /** The groups of these pairs, by their first account's id. */
    public static List<Group> of(List<Duplicates.Pair> pairs) {
        Map<String, String> parent = new HashMap<>();
        for (var pair : pairs) {
            parent.put(root(parent, pair.second()), root(parent, pair.first()));
        }
        Map<String, TreeSet<String>> members = new TreeMap<>();
        for (var account : List.copyOf(parent.keySet())) {
            members.computeIfAbsent(root(parent, account), ignored -> new TreeSet<>())
                    .add(account);
        }
        return members.values().stream()
                .map(ids -> new Group(
                        List.copyOf(ids),
                        pairs.stream()
                                .filter(pair -> ids.contains(pair.first()))
                                .toList()))
                .sorted(Comparator.comparing(group -> group.accountIds().get(0)))
                .toList();
    }

    private static String root(Map<String, String> parent, String account) {
        parent.putIfAbsent(account, account);
        var at = account;
        while (!parent.get(at).equals(at)) {
            at = parent.get(at);
        }
        return at;
    }
}

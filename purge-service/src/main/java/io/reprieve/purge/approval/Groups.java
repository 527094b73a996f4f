package io.reprieve.purge.approval;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** "One from support and one from security": each group by a person of its own (a bipartite matching, by Kuhn's paths). */
public final class Groups {
    private Groups() {}

    /**
     * The groups nobody stands for, in the order they are asked for.
     *
     * @param approvers the groups each approver is in
     */
    public static List<String> missing(List<String> asked, List<Set<String>> approvers) {
        Map<Integer, String> standsFor = new HashMap<>();
        List<String> missing = new ArrayList<>();
        for (String group : asked) {
            if (!find(group, approvers, standsFor, new HashSet<>())) {
                missing.add(group);
            }
        }
        return missing;
    }

    private static boolean find(
            String group, List<Set<String>> approvers, Map<Integer, String> standsFor, Set<Integer> tried) {
        for (int i = 0; i < approvers.size(); i++) {
            if (approvers.get(i).contains(group)
                    && tried.add(i)
                    && (!standsFor.containsKey(i) || find(standsFor.get(i), approvers, standsFor, tried))) {
                standsFor.put(i, group);
                return true;
            }
        }
        return false;
    }
}

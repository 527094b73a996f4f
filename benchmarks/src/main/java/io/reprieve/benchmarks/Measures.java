package io.reprieve.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Everything that was measured, by name. */
final class Measures {

    private final Map<String, List<Run>> runs = new LinkedHashMap<>();

    void add(String name, Run run) {
        runs.computeIfAbsent(name, each -> new ArrayList<>()).add(run);
    }

    boolean has(String name) {
        return runs.containsKey(name);
    }

    double median(String name) {
        List<Double> sorted = seconds(name).stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    List<Double> seconds(String name) {
        return runs.get(name).stream().map(Run::seconds).toList();
    }

    long peak(String name) {
        return runs.get(name).stream().mapToLong(Run::peak).max().orElse(0);
    }

    Map<String, List<Run>> all() {
        return runs;
    }
}

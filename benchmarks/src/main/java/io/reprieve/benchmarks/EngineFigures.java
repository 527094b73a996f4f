package io.reprieve.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** What is told of the engine's measures, each with what it has to reach. Only what was measured is told. */
final class EngineFigures {

    private final Measures measures;
    private final List<Figure> figures = new ArrayList<>();

    private EngineFigures(Measures measures) {
        this.measures = measures;
    }

    static List<Figure> of(Measures measures, String copyName) {
        EngineFigures all = new EngineFigures(measures);
        all.pair("export", "export.engine", "engine, archive", "export.copy", copyName, 1.3);
        all.pair("  beside it", "export.pg_dump", "pg_dump -Fc", "export.copy", copyName, null);
        all.pair("  beside it", "export.json", "JDBC, JSON, gzip", "export.copy", copyName, null);
        all.pair("digest of live rows", "digest.engine", "engine", "digest.copy", "COPY TO /dev/null", 1.3);
        all.pair("erase", "erase.engine", "engine, ordinary", "erase.hand", "DELETE by hand", 1.1);
        all.pair("", "erase.fast", "engine, replication role", "erase.hand", "DELETE by hand", 0.4);
        all.pair("restore", "restore.engine", "engine, ordinary", "restore.copy", copyName + " FROM", 1.1);
        all.pair("", "restore.fast", "engine, replication role", "restore.copy", copyName + " FROM", 0.6);
        for (String what : List.of("export", "digest", "erase", "restore")) {
            all.pair(
                    what + ", database twice as large",
                    "twice." + what,
                    "engine",
                    what + ".engine",
                    "the same, usual size",
                    1.25);
        }
        // What the larger database costs whoever reads, deletes or copies these rows, however they do it.
        all.pair("  beside it", "twice.hand.digest", "COPY TO /dev/null", "digest.copy", "the same, usual size", null);
        all.pair("  beside it", "twice.hand.erase", "DELETE by hand", "erase.hand", "the same, usual size", null);
        all.pair("  beside it", "twice.hand.restore", copyName + " FROM", "restore.copy", "the same, usual size", null);
        all.alone("export + verify, 30,000 rows", "small.middle", 0.5);
        all.alone("export + verify, 100 rows", "small.small", 0.1);
        return all.figures;
    }

    private void pair(String what, String ours, String oursName, String beside, String besideName, Double target) {
        if (measures.has(ours) && measures.has(beside)) {
            figures.add(new Figure(
                    what,
                    new Figure.Side(oursName, measures.median(ours)),
                    new Figure.Side(besideName, measures.median(beside)),
                    target,
                    measures.peak(ours)));
        }
    }

    private void alone(String what, String ours, double target) {
        if (measures.has(ours)) {
            figures.add(new Figure(
                    what, new Figure.Side("engine, warm", measures.median(ours)), null, target, measures.peak(ours)));
        }
    }
}

package io.reprieve.benchmarks;

import java.util.List;
import java.util.Locale;

/**
 * What is asked of a measurement, in the words it is asked in.
 *
 * @param what is to be how much faster, or at what share of a rate
 * @param times measured
 * @param least asked
 */
record Asked(String what, double times, double least) {

    private boolean met() {
        return times >= least;
    }

    private String line() {
        return String.format(
                Locale.ROOT,
                "%-7s  asked at least %5.2fx, measured %5.2fx: %s",
                met() ? "met" : "NOT met",
                least,
                times,
                what);
    }

    /** One line each, and how many are met. */
    static String told(List<Asked> all) {
        StringBuilder told = new StringBuilder();
        all.forEach(each -> told.append(each.line()).append('\n'));
        return told.append(all.stream().filter(Asked::met).count())
                .append(" of ")
                .append(all.size())
                .append(" met\n")
                .toString();
    }
}

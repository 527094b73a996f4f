package io.reprieve.accountdata.plan;

import io.reprieve.accountdata.name.SqlName;
import io.reprieve.accountdata.order.RestorePlan;
import io.reprieve.accountdata.report.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Says in findings what a plan found in the way. */
final class InTheWay {

    private InTheWay() {}

    static List<Finding> of(RestorePlan.TablePlan plan) {
        List<Finding> findings = new ArrayList<>();
        if (plan.conflict() > 0) {
            findings.add(Finding.error(
                    "rows-in-the-way",
                    plan.name(),
                    plan.changed() + " live rows differ from the archive" + named(plan, RestorePlan.Verdict.CHANGED)
                            + " and " + plan.extra() + " are not in it" + named(plan, RestorePlan.Verdict.EXTRA)
                            + ": nothing live is overwritten or deleted, so settle these in the product first"));
        }
        byRule(plan)
                .forEach((rule, pairs) -> findings.add(Finding.error(
                        "key-taken",
                        SqlName.quote(rule) + " of " + plan.name(),
                        "live rows hold what archived rows need: " + String.join("; ", pairs) + " (" + plan.taken()
                                + " archived rows of this table in all): change or remove the live rows in the product, then"
                                + " plan again")));
        return findings;
    }

    /** The same where what is live stays as it is. */
    static List<Finding> kept(RestorePlan.TablePlan plan) {
        return of(plan).stream()
                .map(finding -> Finding.note(
                        finding.rule(),
                        finding.subject(),
                        finding.message().substring(0, finding.message().lastIndexOf(": "))
                                + ": left as they are live"))
                .toList();
    }

    private static String named(RestorePlan.TablePlan plan, RestorePlan.Verdict verdict) {
        String rows = plan.first().stream()
                .filter(row -> row.verdict() == verdict)
                .map(RestorePlan.RowInTheWay::row)
                .collect(Collectors.joining("; "));
        return rows.isEmpty() ? "" : " (" + rows + ")";
    }

    private static Map<String, List<String>> byRule(RestorePlan.TablePlan plan) {
        Map<String, List<String>> pairs = new LinkedHashMap<>();
        plan.first().stream()
                .filter(row -> row.verdict() == RestorePlan.Verdict.TAKEN)
                .forEach(row -> pairs.computeIfAbsent(row.rule(), rule -> new ArrayList<>())
                        .add("archived " + row.row() + " against " + row.whose() + " " + row.holder()));
        return pairs;
    }
}

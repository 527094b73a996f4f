package io.reprieve.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MeasuresTest {

    @Test
    void a_figure_is_the_ratio_of_two_medians_and_passes_at_its_target() {
        Measures measures = new Measures();
        List.of(9.0, 1.2, 1.3).forEach(seconds -> measures.add("export.engine", new Run(seconds, 5, 0)));
        List.of(1.0, 0.9, 7.0).forEach(seconds -> measures.add("export.copy", new Run(seconds, 0, 0)));

        Figure figure = EngineFigures.of(measures, "psql COPY").get(0);

        assertThat(figure.value()).isEqualTo(1.3);
        assertThat(figure.verdict()).isEqualTo("pass");
    }

    @Test
    void what_is_asked_is_said_to_be_met_or_not() {
        assertThat(Asked.told(List.of(new Asked("restored", 2.3, 10), new Asked("inserted", 0.71, 0.7))))
                .containsSubsequence(
                        "NOT met  asked at least 10.00x, measured  2.30x: restored",
                        "met      asked at least  0.70x, measured  0.71x: inserted",
                        "1 of 2 met");
    }

    @Test
    void what_was_not_measured_is_not_told() {
        Measures measures = new Measures();
        measures.add("small.small", new Run(0.2, 100, 0));

        List<Figure> figures = EngineFigures.of(measures, "psql COPY");

        assertThat(figures).extracting(Figure::what).containsExactly("export + verify, 100 rows");
        assertThat(new Report(Map.of("on", "a desk"), figures, measures).table())
                .contains("on: a desk")
                .contains("200 ms")
                .contains("miss");
    }

    @Test
    void the_larger_database_holds_twice_as_many_documents() {
        Scale scale = Scale.QUICK;

        int usual = scale.documents() + scale.others() + 2_126;
        int large = scale.documents() + scale.othersForTwice() + 2_126;

        assertThat(large).isEqualTo(2 * usual);
    }

    @Test
    void children_are_deleted_before_their_parents() {
        List<String> order = new HandWritten(1)
                .inDeleteOrder().stream().map(HandWritten.Share::table).toList();

        assertThat(order).endsWith("users", "accounts");
        assertThat(order.indexOf("attachments")).isLessThan(order.indexOf("versions"));
    }
}

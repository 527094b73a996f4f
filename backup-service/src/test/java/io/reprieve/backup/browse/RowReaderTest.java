package io.reprieve.backup.browse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprieve.accountdata.archive.ColumnShape;
import io.reprieve.accountdata.archive.TableShape;
import io.reprieve.edge.Problem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RowReaderTest {

    private static final RowFilter ALL = new RowFilter(List.of());
    private static final TableShape NUMBERS = new TableShape(
            "public.n", TableShape.Kind.ROWS, List.of(new ColumnShape("n", "integer", false)), List.of(), List.of());

    private static RowReader over(String copyText) {
        return new RowReader(new ByteArrayInputStream(copyText.getBytes(StandardCharsets.UTF_8)));
    }

    private static String numbers(int upTo) {
        return IntStream.range(0, upTo).mapToObj(n -> n + "\n").collect(Collectors.joining());
    }

    @Test
    void pages_follow_each_other_without_gap_or_overlap() throws IOException {
        String text = numbers(50_000);
        long from = 0;
        StringBuilder seen = new StringBuilder();
        boolean more = true;
        while (more) {
            RowReader.Rows page = over(text).page(from, 7_001, ALL, Long.MAX_VALUE);
            page.rows().forEach(row -> seen.append(row.get(0)).append('\n'));
            from = page.position();
            more = page.more();
        }
        assertThat(seen.toString()).isEqualTo(text);
    }

    @Test
    void a_filter_that_looked_long_enough_says_where_to_go_on() throws IOException {
        RowFilter last = RowFilter.parse(NUMBERS, List.of("n:eq:9999"), column -> false);
        RowReader.Rows first = over(numbers(10_000)).page(0, 5, last, 6_000);
        assertThat(first.rows()).isEmpty();
        assertThat(first.more()).isTrue();
        RowReader.Rows second = over(numbers(10_000)).page(first.position(), 5, last, 6_000);
        assertThat(second.rows()).containsExactly(List.of("9999"));
        assertThat(second.more()).isFalse();
    }

    @Test
    void a_page_of_long_rows_ends_early() throws IOException {
        String text = ("x".repeat(1_000_000) + "\n").repeat(20);
        RowReader.Rows page = over(text).page(3, 200, ALL, Long.MAX_VALUE);
        assertThat(page.rows()).hasSizeBetween(1, 6);
        assertThat(page.more()).isTrue();
        assertThat(page.position()).isEqualTo(3 + page.rows().size());
    }

    @Test
    void a_row_too_large_to_be_shown_is_passed_over_and_refused_where_it_is_asked_for() throws IOException {
        String text = "x".repeat(40_000_000) + "\n2\n";
        assertThat(over(text).page(1, 10, ALL, Long.MAX_VALUE).rows()).containsExactly(List.of("2"));
        assertThatThrownBy(() -> over(text).page(0, 10, ALL, Long.MAX_VALUE))
                .isInstanceOfSatisfying(
                        Problem.class, refused -> assertThat(refused.code()).isEqualTo("row-too-large"));
    }
}

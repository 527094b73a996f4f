package io.reprieve.audit.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventSearchTest {
    @ParameterizedTest
    @CsvSource({"0, 0", "0, 1", "0, 16384", "0, 16385", "5, 3000000", "1048575, 1048577", "2097152, 4194304"})
    void pieces_cover_a_part_once_whichever_way_it_is_read(long first, long end) {
        for (boolean newestFirst : List.of(true, false)) {
            List<IndexRange> pieces = EventSearch.pieces(new IndexRange(first, end), newestFirst);

            long at = newestFirst ? end : first;
            for (IndexRange piece : pieces) {
                assertThat(newestFirst ? piece.end() : piece.first()).isEqualTo(at);
                at = newestFirst ? piece.first() : piece.end();
            }
            assertThat(at).isEqualTo(newestFirst ? first : end);
            assertThat(pieces.get(0).length()).isLessThanOrEqualTo(16384);
        }
    }

    @Test
    void a_piece_lies_in_one_partition() {
        for (boolean newestFirst : List.of(true, false)) {
            List<IndexRange> pieces = EventSearch.pieces(new IndexRange(5, 3_000_000), newestFirst);

            assertThat(pieces.subList(1, pieces.size()))
                    .allSatisfy(piece -> assertThat(piece.first() >> 20).isEqualTo(piece.end() - 1 >> 20));
        }
    }
}

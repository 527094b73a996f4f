package io.reprieve.audit.tile;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprieve.audit.tree.TileId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TilePathTest {
    @ParameterizedTest
    @CsvSource({
        "0, 000, 0, 256",
        "63, 007, 7, 256",
        "0, x001/x234/067, 1234067, 256",
        "2, x001/234.p/8, 1234, 8",
        "0, 999.p/255, 999, 255",
    })
    void a_path_names_a_tile_as_the_specification_spells_it(String level, String place, long index, int width) {
        assertThat(TilePath.of(level, place)).contains(new TilePath(new TileId(Integer.parseInt(level), index), width));
    }

    @ParameterizedTest
    @CsvSource({"0, 000", "1, x001/234", "0, x001/x234/067", "2, 255.p/1", "0, x999/999.p/255"})
    void a_path_is_spelt_as_it_is_read(String level, String place) {
        assertThat(path(level, place).ofTile()).isEqualTo("tile/" + level + "/" + place);
        assertThat(path(level, place).ofEntries()).isEqualTo("tile/entries/" + place);
    }

    @ParameterizedTest
    @CsvSource({
        "00, 000",
        "64, 000",
        "-1, 000",
        "x, 000",
        "'', 000",
        "0, ''",
        "0, 0",
        "0, 0000",
        "0, x001",
        "0, 001/234",
        "0, x000/001",
        "0, x1/234",
        "0, 000.p/0",
        "0, 000.p/01",
        "0, 000.p/256",
        "0, 000.p/",
        "0, 000.p",
        "0, 000/",
        "0, x001/234.p/8/9",
        "0, 000.P/8",
        "0, ../000",
        "0, ٣٣٣"
    })
    void nothing_else_is_a_path(String level, String place) {
        assertThat(TilePath.of(level, place)).isEmpty();
    }

    @Test
    void a_tree_of_70_000_entries_has_the_tiles_of_the_specifications_example() {
        assertThat(path("0", "272").isIn(70_000)).isTrue();
        assertThat(path("0", "273").isIn(70_000)).isFalse();
        assertThat(path("0", "273.p/112").isIn(70_000)).isTrue();
        assertThat(path("0", "273.p/113").isIn(70_000)).isFalse();
        assertThat(path("1", "000").isIn(70_000)).isTrue();
        assertThat(path("1", "001.p/17").isIn(70_000)).isTrue();
        assertThat(path("1", "001.p/18").isIn(70_000)).isFalse();
        assertThat(path("2", "000.p/1").isIn(70_000)).isTrue();
        assertThat(path("2", "000.p/2").isIn(70_000)).isFalse();
        assertThat(path("63", "000.p/1").isIn(70_000)).isFalse();
    }

    private static TilePath path(String level, String place) {
        return TilePath.of(level, place).orElseThrow();
    }
}

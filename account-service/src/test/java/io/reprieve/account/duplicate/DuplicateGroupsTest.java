package io.reprieve.account.duplicate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DuplicateGroupsTest {
    @Test
    void whoever_hangs_together_by_pairs_is_one_group() {
        var groups = DuplicateGroups.of(List.of(pair("a", "b"), pair("d", "e"), pair("b", "c")));
        assertThat(groups)
                .extracting(DuplicateGroups.Group::accountIds)
                .containsExactly(List.of("a", "b", "c"), List.of("d", "e"));
        assertThat(groups.get(0).pairs()).containsExactly(pair("a", "b"), pair("b", "c"));
    }

    @Test
    void no_pairs_no_groups() {
        assertThat(DuplicateGroups.of(List.of())).isEmpty();
    }

    private static Duplicates.Pair pair(String first, String second) {
        return new Duplicates.Pair(first, second, 0.9, List.of("name"));
    }
}

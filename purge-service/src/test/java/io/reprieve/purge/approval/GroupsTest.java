package io.reprieve.purge.approval;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GroupsTest {
    private static final List<String> BOTH = List.of("support", "security");

    @Test
    void each_group_is_stood_for_by_a_person_of_its_own() {
        assertThat(Groups.missing(BOTH, List.of(Set.of("support"), Set.of("security"))))
                .isEmpty();
        assertThat(Groups.missing(BOTH, List.of(Set.of("support", "security")))).containsExactly("security");
        assertThat(Groups.missing(BOTH, List.of(Set.of("support"), Set.of("support"), Set.of("finance"))))
                .containsExactly("security");
        assertThat(Groups.missing(BOTH, List.of())).isEqualTo(BOTH);
        assertThat(Groups.missing(List.of(), List.of(Set.of("support")))).isEmpty();
    }

    @Test
    void who_is_in_several_groups_stands_for_the_one_nobody_else_can() {
        assertThat(Groups.missing(BOTH, List.of(Set.of("support", "security"), Set.of("support"))))
                .isEmpty();
        assertThat(Groups.missing(List.of("a", "b", "c"), List.of(Set.of("a", "b"), Set.of("b", "c"), Set.of("a"))))
                .isEmpty();
    }
}

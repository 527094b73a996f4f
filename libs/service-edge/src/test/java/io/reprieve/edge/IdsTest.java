package io.reprieve.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdsTest {

    @Test
    void an_id_says_its_kind_and_is_a_uuid_of_version_7() {
        for (String prefix : Ids.PREFIXES) {
            String id = Ids.next(prefix);
            assertThat(id).startsWith(prefix + "_");
            assertThat(UUID.fromString(id.substring(prefix.length() + 1)).version())
                    .isEqualTo(7);
            assertThat(Ids.require(prefix, id)).isEqualTo(id);
        }
    }

    @Test
    void ids_sort_by_the_millisecond_they_were_made_in() throws InterruptedException {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            ids.add(Ids.next("evt"));
            Thread.sleep(2);
        }
        assertThat(ids).isSorted();
        assertThat(new HashSet<>(ids)).hasSize(20);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "acc",
                "acc_",
                "acc_1",
                "prg_0192f0c1-7a3e-7cc3-98c4-dc0c0c07398f",
                "0192f0c1-7a3e-7cc3-98c4-dc0c0c07398f",
                "acc-0192f0c1-7a3e-7cc3-98c4-dc0c0c07398f",
                "ACC_0192f0c1-7a3e-7cc3-98c4-dc0c0c07398f",
                "acc_0192F0C1-7A3E-7CC3-98C4-DC0C0C07398F",
                "acc_0192f0c17a3e7cc398c4dc0c0c07398f",
                "acc_0192f0c1-7a3e-7cc3-98c4-dc0c0c07398f ",
                "acc_0192f0c1-7a3e-7cc3-98c4-dc0c0c07398f\n",
                "acc_acc_0192f0c1-7a3e-7cc3-98c4-dc0c0c07398f"
            })
    void anything_else_is_of_the_wrong_type(String id) {
        assertThatThrownBy(() -> Ids.require("acc", id)).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.status()).isEqualTo(422);
            assertThat(problem.code()).isEqualTo("wrong-id-type");
        });
    }

    @Test
    void a_prefix_nobody_knows_is_a_mistake() {
        assertThatThrownBy(() -> Ids.next("foo")).isInstanceOf(IllegalArgumentException.class);
    }
}

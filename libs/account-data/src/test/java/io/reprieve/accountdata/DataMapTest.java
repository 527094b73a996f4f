package io.reprieve.accountdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** What the YAML of a data map may say. */
class DataMapTest {

    private static final String PLAIN = """
            sources:
              - name: app
                kind: postgresql
                root: { table: public.accounts, key: id }
                owned:
                  - public.cabinets
                  - table: public.activity
                    where: "account_id = :key"
                shared: [public.plans]
                fence:
                  on: "UPDATE public.accounts SET suspended_at = now() WHERE id = :key"
                  off: "UPDATE public.accounts SET suspended_at = NULL WHERE id = :key"
              - name: files
                kind: s3
                bucket: cabinet-files
                prefix: "accounts/{key}/"
            """;

    @Test
    void the_example_of_the_documentation_is_read() {
        DataMap map = DataMap.parse(PLAIN);

        assertThat(map.postgres().root()).isEqualTo(new TableName("public", "accounts"));
        assertThat(map.postgres().owned().get(1).where()).isEqualTo("account_id = :key");
        assertThat(map.fence().orElseThrow().probe()).isNull();
        assertThat(map.files().orElseThrow().prefixOf("7")).isEqualTo("accounts/7/");
    }

    @Test
    void the_digest_is_of_what_it_says_not_of_how_it_is_written() {
        String otherwise = PLAIN.replace("shared: [public.plans]", "shared:\n      - PUBLIC.Plans # of everybody");

        assertThat(DataMap.parse(otherwise).digest())
                .isEqualTo(DataMap.parse(PLAIN).digest());
        assertThat(DataMap.parse(PLAIN.replace("public.plans", "public.prices")).digest())
                .isNotEqualTo(DataMap.parse(PLAIN).digest());
    }

    @Test
    void every_problem_is_named_at_once() {
        assertThatThrownBy(() -> DataMap.parse("""
                        sources:
                          - kind: postgresql
                            root: { table: accounts, key: [a, b] }
                            owned: [public.x, public.x, { table: public.y, where: "true" }]
                            unlink: [public.users.last]
                            foo: bar
                          - kind: s3
                            bucket: b
                            prefix: accounts/{key}
                        """))
                .isInstanceOfSatisfying(DataMapException.class, refused -> assertThat(refused.problems())
                        .anyMatch(problem -> problem.contains("not schema.table"))
                        .anyMatch(problem -> problem.contains("composite key"))
                        .anyMatch(problem -> problem.contains("public.x is listed more than once"))
                        .anyMatch(problem -> problem.contains("does not use :key"))
                        .anyMatch(problem -> problem.contains("not among 'shared'"))
                        .anyMatch(problem -> problem.contains("'foo'"))
                        .anyMatch(problem -> problem.contains("end in a slash")));
    }

    @Test
    void a_key_written_twice_is_refused() {
        assertThatThrownBy(() -> DataMap.parse(PLAIN + "sources: []\n")).isInstanceOf(DataMapException.class);
    }

    @Test
    void an_account_key_cannot_reach_into_another_prefix() {
        S3Source files = DataMap.parse(PLAIN).files().orElseThrow();

        assertThatThrownBy(() -> files.prefixOf("1/../2")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> files.prefixOf("")).isInstanceOf(IllegalArgumentException.class);
    }
}

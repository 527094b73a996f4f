package io.reprieve.accountdata.datamap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprieve.accountdata.name.ColumnName;
import io.reprieve.accountdata.name.TableName;
import io.reprieve.accountdata.name.TriggerName;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    private static final String ALL = """
            sources:
              - kind: postgresql
                root: { table: public.accounts, key: id, children: along }
                replicationRole: true
                owned:
                  - public.cabinets
                  - { table: public.activity, where: "account_id = :key", unfenced: true }
                shared:
                  - public.plans
                  - { table: public.users, identity: [email, Tenant] }
                  - { table: public.countries, identity: [] }
                largeObjects: [public.cabinets.scan, public.accounts."Logo"]
                notLinks: [public.stats.account_id]
                personal: [public.users.email, public.users."Name"]
                triggers:
                  fire: ["touch on public.cabinets"]
                  mute: ["\\"Out on box\\" ON public.cabinets"]
                billing:
                  openInvoices: "SELECT count(*) FROM public.invoices WHERE account_id = :key AND paid_at IS NULL"
            """;

    @Test
    void everything_a_map_may_declare_is_read() {
        PostgresSource source = DataMap.parse(ALL).postgres();
        TableName cabinets = TableName.parse("public.cabinets");

        assertThat(source.children()).isEqualTo(PostgresSource.Children.ALONG);
        assertThat(source.replicationRole()).isTrue();
        assertThat(source.owned())
                .containsExactly(
                        new OwnedTable(cabinets, null, false),
                        new OwnedTable(TableName.parse("public.activity"), "account_id = :key", true));
        assertThat(source.shared())
                .containsExactlyInAnyOrder(
                        TableName.parse("public.plans"),
                        TableName.parse("public.users"),
                        TableName.parse("public.countries"));
        assertThat(source.identities())
                .isEqualTo(Map.of(
                        TableName.parse("public.users"), List.of("email", "tenant"),
                        TableName.parse("public.countries"), List.of()));
        assertThat(source.largeObjects())
                .containsExactlyInAnyOrder(
                        ColumnName.parse("public.cabinets.scan"), ColumnName.parse("public.accounts.\"Logo\""));
        assertThat(source.notLinks()).containsExactly(ColumnName.parse("public.stats.account_id"));
        assertThat(source.personal())
                .containsExactlyInAnyOrder(
                        ColumnName.parse("public.users.email"), ColumnName.parse("public.users.\"Name\""));
        assertThat(source.billing().openSubscriptions()).isNull();
        assertThat(source.billing().openInvoices()).contains("FROM public.invoices");
        assertThat(source.triggers().fire()).containsExactly(new TriggerName("touch", cabinets));
        assertThat(source.triggers().mute()).containsExactly(new TriggerName("Out on box", cabinets));
    }

    @Test
    void a_map_that_declares_nothing_new_keeps_the_digest_it_had() {
        assertThat(DataMap.parse(PLAIN).digest())
                .isEqualTo("7abb78d9252f2a536a535d7149e11c173dac11b2fcea92e5f17d1332a9c17b78");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "children: along           | children: apart",
                "unfenced: true            | unfenced: false",
                "replicationRole: true     | replicationRole: false",
                "identity: [email, Tenant] | identity: [email]",
                "identity: []              | identity: [code]",
                ", identity: []            | ``",
                "public.cabinets.scan,     | ``",
                "public.stats.account_id   | public.stats.tenant_id",
                "public.users.email        | public.users.fax",
                "touch on public.cabinets  | touch on public.accounts",
                "Out on box                | out on box",
                "paid_at IS NULL           | paid_at > now()"
            })
    void whatever_a_map_declares_is_part_of_its_digest(String part, String otherwise) {
        assertThat(ALL).contains(part);
        assertThat(DataMap.parse(ALL.replace(part, otherwise)).digest())
                .isNotEqualTo(DataMap.parse(ALL).digest());
    }

    @Test
    void to_fire_and_to_be_muted_are_two_things() {
        String swapped = ALL.replace("fire:", "x:").replace("mute:", "fire:").replace("x:", "mute:");

        assertThat(DataMap.parse(swapped).digest())
                .isNotEqualTo(DataMap.parse(ALL).digest());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "children: along           | children: both          | root.children is 'both'",
                "unfenced: true            | unfenced: maybe         | 'unfenced' in owned public.activity is 'maybe'",
                "replicationRole: true     | replicationRole: 'true' | 'replicationRole' in the PostgreSQL source is 'true'",
                "identity: [email, Tenant] | identity: email         | 'identity' is not a list: write it as [email]",
                "identity: [email, Tenant] | identity: [a.b]         | 'a.b' is not one column name",
                "identity: []              | natural: []             | 'natural' in an entry of 'shared' is not known",
                "public.cabinets.scan      | cabinets.scan           | 'cabinets.scan' is not schema.table.column",
                "public.cabinets.scan      | public.plans.scan       | largeObjects public.plans.scan: its table is not among",
                "[public.stats.account_id] | public.stats.account_id | 'notLinks' is not a list",
                "touch on public.cabinets  | public.cabinets.touch   | is not 'trigger on schema.table'",
                "touch on                  | a.touch on              | is not 'trigger on schema.table'",
                "touch on                  | \\\"Out on box\\\" on | choose one",
                "fire:                     | allow:                  | 'allow' in triggers is not known",
                "public.plans              | public.cabinets         | public.cabinets is listed more than once",
                "account_id = :key AND     | account_id = 7 AND      | billing.openInvoices does not use :key",
                "public.plans              | public.users            | public.users is listed more than once"
            })
    void a_wrong_value_is_named(String part, String wrong, String problem) {
        assertThat(ALL).contains(part);
        assertThatThrownBy(() -> DataMap.parse(ALL.replace(part, wrong)))
                .isInstanceOfSatisfying(DataMapException.class, refused -> assertThat(refused.problems())
                        .singleElement()
                        .asString()
                        .contains(problem));
    }
}

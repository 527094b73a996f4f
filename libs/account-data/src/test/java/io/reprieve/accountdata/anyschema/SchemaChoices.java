package io.reprieve.accountdata.anyschema;

import io.reprieve.accountdata.anyschema.SchemaChoice.Children;
import io.reprieve.accountdata.anyschema.TableChoice.Circle;
import io.reprieve.accountdata.anyschema.TableChoice.Feature;
import io.reprieve.accountdata.anyschema.TableChoice.Key;
import io.reprieve.accountdata.anyschema.TableChoice.Kind;
import io.reprieve.accountdata.anyschema.TableChoice.LinkChoice;
import io.reprieve.accountdata.anyschema.TableChoice.OnDelete;
import io.reprieve.accountdata.anyschema.TableChoice.Timing;
import io.reprieve.localservers.PostgresVersion;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Picks schemas and data. Everything shrinks towards few, plain, empty tables. */
final class SchemaChoices {

    private SchemaChoices() {}

    static Arbitrary<SchemaChoice> of(int fewest, int most) {
        Arbitrary<Integer> accounts = Arbitraries.integers().between(1, 4);
        return Combinators.combine(
                        Arbitraries.of(PostgresVersion.V17, PostgresVersion.V15, PostgresVersion.V18),
                        table(),
                        table().list().ofMinSize(fewest - 1).ofMaxSize(most - 1),
                        accounts,
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.integers().between(0, 40),
                        Combinators.combine(Arbitraries.of(false, true), mostly(Children.NONE, Children.values()))
                                .as(Tuple::of))
                .as((version, root, tables, number, chosen, oddity, how) -> new SchemaChoice(
                        version, root, tables, number, chosen % number, oddity, how.get1(), how.get2()));
    }

    private static Arbitrary<TableChoice> table() {
        return Combinators.combine(names(), keys(), links(), circle(), columns(), features(), rows())
                .as((naming, key, links, circle, columns, features, rows) -> new TableChoice(
                        naming.get1(),
                        naming.get2(),
                        naming.get3(),
                        key.get1(),
                        key.get2(),
                        links,
                        circle.get1(),
                        circle.get2(),
                        columns,
                        features,
                        rows));
    }

    private static Arbitrary<Tuple.Tuple3<Kind, Naming, Integer>> names() {
        return Combinators.combine(
                        mostly(Kind.OWNED, Kind.values()),
                        mostly(Naming.PLAIN, Naming.values()),
                        Arbitraries.integers().between(0, 2))
                .as(Tuple::of);
    }

    private static Arbitrary<Tuple.Tuple2<Key, KeyType>> keys() {
        return Combinators.combine(mostly(Key.SINGLE, Key.values()), Arbitraries.of(KeyType.values()))
                .as(Tuple::of);
    }

    private static Arbitrary<List<LinkChoice>> links() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 40),
                        Arbitraries.of(true, false),
                        Arbitraries.of(OnDelete.values()),
                        mostly(Timing.AT_ONCE, Timing.values()),
                        Arbitraries.of(false, true))
                .as(LinkChoice::new)
                .list()
                .ofMaxSize(3);
    }

    private static Arbitrary<Tuple.Tuple2<Circle, Integer>> circle() {
        return Combinators.combine(
                        mostly(Circle.NONE, Circle.values()),
                        Arbitraries.integers().between(0, 40))
                .as(Tuple::of);
    }

    private static Arbitrary<List<ColumnType>> columns() {
        return Arbitraries.of(ColumnType.values()).list().ofMaxSize(4);
    }

    private static Arbitrary<Set<Feature>> features() {
        return Arbitraries.of(Feature.values()).set().ofMaxSize(3);
    }

    private static Arbitrary<Integer> rows() {
        return Arbitraries.integers().between(0, 3);
    }

    private static <T> Arbitrary<T> mostly(T plain, T[] all) {
        List<T> each = Arrays.asList(all);
        return Arbitraries.frequencyOf(Tuple.of(2, Arbitraries.just(plain)), Tuple.of(1, Arbitraries.of(each)));
    }
}

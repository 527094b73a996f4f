package io.reprieve.benchmarks;

import io.reprieve.localservers.LocalPostgres;
import io.reprieve.localservers.S3Server;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Measures restores once a round, each next to what it is held against. */
final class RestoreRounds {

    private static final String LARGE = "large";
    private static final String SMALL = "small";
    private static final String COPY = "copy";
    private static final String ASIDE = "aside";
    private static final String SCRATCH = "scratch";
    /** As rows.sql numbers those of unequal size. */
    private static final String OTHERS = "BETWEEN 4 AND 253";

    private static final int LANES = 4;

    private static final double VERIFIED = 0.35;
    private static final double INSERTED = 0.7;
    private static final double FASTER = 10;
    private static final double ANY_SIZE = 0.8;

    private final RestoreScale scale;
    private final Product product;
    private final Clients clients;
    private final BigAccount big;
    private final ManyAccounts many;
    private final Path folder;
    private final HandWritten hand = new HandWritten(1);
    private final Measures measures = new Measures();
    private long rows;
    private long smallRows;

    RestoreRounds(RestoreScale scale, LocalPostgres server, S3Server files, Path folder) {
        this.scale = scale;
        this.product = new Product(server);
        this.clients = new Clients(server);
        this.big = new BigAccount(product, files);
        this.many = new ManyAccounts(product, scale.alike());
        this.folder = folder;
    }

    /** Databases with everything, archives of it, a dump of it; then the accounts are gone. Nothing of this is measured. */
    void prepare() throws Exception {
        System.out.println("Generating the database");
        product.server().createDatabase(SCRATCH, Product.RESTORER.user(), Product.RESTORER.password());
        product.generate(LARGE, scale.documents(), scale.others(), scale.alike());
        rows = rows(LARGE);
        System.out.println("Archiving and dumping");
        big.archive(LARGE, scale.objects(), folder.resolve("archive"));
        many.archive(LARGE, folder.resolve("archives"));
        clients.copyOut(LARGE, many.byHand().inInsertOrder(), folder.resolve("many"));
        if (clients.pgDump()) {
            clients.dumpWhole(LARGE, folder.resolve("dump"));
        }
        clients.delete(LARGE, hand.inDeleteOrder());
        product.settle(LARGE);
        withoutTheOthers();
        smallRows = rows(SMALL);
    }

    /** The same accounts without most of what surrounds them. */
    private void withoutTheOthers() throws Exception {
        product.copy(LARGE, SMALL);
        clients.delete(SMALL, new HandWritten(OTHERS).inDeleteOrder());
        product.run(SMALL, "VACUUM FULL");
        product.settle(SMALL);
    }

    void round() throws Exception {
        onCopy(LARGE, this::big);
        onCopy(LARGE, () -> add("big.fast", big.restore(COPY, true)));
        onCopy(SMALL, () -> add("big.small", big.restore(COPY, false)));
        onCopy(SMALL, () -> add("big.small.fast", big.restore(COPY, true)));
        if (clients.pgDump()) {
            onCopy(LARGE, () -> add("big.aside", Run.of(() -> wholeDatabaseAside(1))));
            onCopy(LARGE, () -> add("big.aside.jobs", Run.of(() -> wholeDatabaseAside(2))));
        }
        many();
    }

    /** Back, and then compared with its backup as somebody who looks inside does. */
    private void big() throws Exception {
        add("big.ours", big.restore(COPY, false));
        add("big.compare", big.compare(COPY, SCRATCH));
        add("big.copy", Run.of(() -> clients.copyOut(COPY, hand.inInsertOrder(), folder.resolve("out"))));
    }

    /** As it is done without: the whole database comes back aside, and the account is copied out of it. */
    private void wholeDatabaseAside(int jobs) throws Exception {
        product.drop(ASIDE);
        product.server().createDatabase(ASIDE, "bench_owner", "bench_owner");
        product.run(ASIDE, "DROP SCHEMA public");
        clients.restoreWhole(folder.resolve("dump"), ASIDE, jobs);
        clients.copyOut(ASIDE, hand.inInsertOrder(), folder.resolve("aside"));
        clients.copyIn(COPY, hand.inInsertOrder(), folder.resolve("aside"));
    }

    private void many() throws Exception {
        product.copy(SMALL, "many_gone");
        clients.delete("many_gone", many.byHand().inDeleteOrder());
        product.settle("many_gone");
        onCopy(
                "many_gone",
                () -> add(
                        "many.copy",
                        Run.of(() -> clients.copyIn(COPY, many.byHand().inInsertOrder(), folder.resolve("many")))));
        onCopy("many_gone", () -> many("many.ours", false));
        onCopy("many_gone", () -> many("many.fast", true));
        product.drop("many_gone");
    }

    private void many(String name, boolean fast) throws Exception {
        InsertPhase inserting = new InsertPhase();
        add(name, many.restore(COPY, LANES, fast, inserting));
        add(name + ".insert", inserting.run(LANES));
    }

    private void onCopy(String template, Run.Timed measure) throws Exception {
        product.copy(template, COPY);
        measure.run();
        product.drop(COPY);
    }

    private void add(String name, BigAccount.Steps steps) {
        add(name, steps.whole());
        add(name + ".plan", steps.plan());
        add(name + ".objects", steps.objects());
        add(name + ".rows", steps.rows());
    }

    private void add(String name, Run run) {
        measures.add(name, run);
        System.out.printf("  %-16s %7.3f s%n", name, run.seconds());
    }

    List<Figure> figures() {
        List<Figure> figures = new ArrayList<>();
        if (clients.pgDump()) {
            pair(figures, "big account", "big.ours", "ordinary", "big.aside", "pg_restore aside", 1 / FASTER);
            pair(figures, "", "big.fast", "replication role", "big.aside", "pg_restore aside", 1 / FASTER);
            pair(figures, "", "big.fast", "replication role", "big.aside.jobs", "pg_restore -j2 aside", 1 / FASTER);
        }
        pair(figures, "  its rows alone", "big.fast.rows", "replication role", "big.ours.rows", "ordinary", null);
        pair(figures, "  whatever the database's size", "big.ours", "large", "big.small", "small", 1 / ANY_SIZE);
        pair(figures, "", "big.fast", "large, repl. role", "big.small.fast", "small", 1 / ANY_SIZE);
        String accounts = scale.alike() + " accounts, verified";
        pair(figures, accounts, "many.ours", LANES + " lanes, ordinary", "many.copy", "one COPY a table", 1 / VERIFIED);
        pair(figures, "", "many.fast", LANES + " lanes, repl. role", "many.copy", "one COPY a table", 1 / VERIFIED);
        pair(
                figures,
                "  of it inserting",
                "many.ours.insert",
                "ordinary",
                "many.copy",
                "one COPY a table",
                1 / INSERTED);
        pair(figures, "", "many.fast.insert", "repl. role", "many.copy", "one COPY a table", 1 / INSERTED);
        pair(figures, "big account, compared with live", "big.compare", "ours", "big.copy", "COPY out", null);
        return figures;
    }

    /** The same as people ask for it; of the replication role where the product's owner grants it, and without. */
    List<Asked> asked() {
        List<Asked> asked = new ArrayList<>();
        for (String way : List.of("", " with the replication role")) {
            String big = way.isEmpty() ? "big.ours" : "big.fast";
            String many = way.isEmpty() ? "many.ours" : "many.fast";
            if (clients.pgDump()) {
                asked.add(asked(
                        "big account" + way + ", gone to verified live, faster than pg_restore of the whole database"
                                + " aside and copying the account out and in",
                        "big.aside",
                        big,
                        FASTER));
            }
            String small = way.isEmpty() ? "big.small" : "big.small.fast";
            asked.add(asked(
                    "big account" + way + ", speed in the large database of that in the small", small, big, ANY_SIZE));
            asked.add(asked(
                    scale.alike() + " accounts" + way + ", inserting, of the rate of one COPY a table",
                    "many.copy",
                    many + ".insert",
                    INSERTED));
            asked.add(asked(
                    scale.alike() + " accounts" + way + ", verified, of the rate of one COPY a table",
                    "many.copy",
                    many,
                    VERIFIED));
        }
        return asked;
    }

    private Asked asked(String what, String beside, String ours, double least) {
        return new Asked(what, measures.median(beside) / measures.median(ours), least);
    }

    private void pair(
            List<Figure> figures,
            String what,
            String ours,
            String oursName,
            String beside,
            String besideName,
            Double target) {
        figures.add(new Figure(
                what,
                new Figure.Side(oursName, measures.median(ours)),
                new Figure.Side(besideName, measures.median(beside)),
                target,
                0));
    }

    private long rows(String database) throws SQLException {
        try (Connection connection = product.server().connect(database);
                Statement sql = connection.createStatement();
                var row = sql.executeQuery("SELECT sum(n_live_tup) FROM pg_stat_user_tables")) {
            row.next();
            return row.getLong(1);
        }
    }

    Measures measures() {
        return measures;
    }

    long accountRows() {
        return big.rows();
    }

    long rows() {
        return rows;
    }

    long smallRows() {
        return smallRows;
    }
}

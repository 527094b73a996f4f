package io.reprieve.benchmarks;

import io.reprieve.localservers.LocalPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Measures everything once a round, each next to what it is held against. */
final class EngineRounds {

    static final int BIG = 1;
    static final int MIDDLE = 2;
    static final int SMALL = 3;

    /** The template and the one that is read. */
    private static final String ORIGIN = "origin";

    private static final String LIVE = "live";
    private static final String WALLED = "walled";
    private static final String ERASED = "erased";
    private static final String TWICE = "twice";
    private static final String TWICE_LIVE = "twice_live";
    private static final String TWICE_ERASED = "twice_erased";
    private static final String COPY = "copy";

    private static final int MIDDLE_TIMES = 8;
    private static final int SMALL_TIMES = 25;

    private final Scale scale;
    private final Product product;
    private final Clients clients;
    private final EngineProcess engine;
    private final Path folder;
    private final Consumer<String> say;
    private final Measures measures = new Measures();
    private final HandWritten hand = new HandWritten(BIG);

    EngineRounds(Scale scale, LocalPostgres server, EngineProcess engine, Path folder, Consumer<String> say) {
        this.scale = scale;
        this.product = new Product(server);
        this.clients = new Clients(server);
        this.engine = engine;
        this.folder = folder;
        this.say = say;
    }

    /** Makes the databases; nothing of this is measured. */
    void prepare() throws Exception {
        say.accept("Generating the database");
        product.server().createDatabase("scratch", Product.RESTORER.user(), Product.RESTORER.password());
        product.generate(ORIGIN, scale.documents(), scale.others());
        product.copy(ORIGIN, LIVE);
        erased(ORIGIN, ERASED);
        if (clients.pgDump()) {
            product.copy(ORIGIN, WALLED);
            Peers.wall(product, WALLED, hand.inInsertOrder());
        }
        say.accept("Generating one of twice the size");
        product.generate(TWICE, scale.documents(), scale.othersForTwice());
        product.copy(TWICE, TWICE_LIVE);
        erased(TWICE, TWICE_ERASED);
        say.accept("Warming up");
        for (int time = 0; time < 2 * MIDDLE_TIMES; time++) {
            backup(MIDDLE);
            backup(SMALL);
            engine.run(engine.order("digest", LIVE, MIDDLE, folder));
        }
    }

    private void erased(String template, String database) throws SQLException {
        product.copy(template, database);
        clients.delete(database, hand.inDeleteOrder());
        product.settle(database);
    }

    void round(int number) throws Exception {
        say.accept("Round " + number + ": export");
        export();
        digest();
        say.accept("Round " + number + ": erase");
        erase();
        say.accept("Round " + number + ": restore");
        restore();
        say.accept("Round " + number + ": small accounts");
        small();
    }

    // What is held against one another runs one after another: this machine is another one minutes later.
    private void export() throws Exception {
        List<HandWritten.Share> shares = hand.inInsertOrder();
        delete(copied());
        add("export.copy", Run.of(() -> clients.copyOut(LIVE, shares, copied())));
        delete(archive());
        add("export.engine", engine.run(engine.order("export", LIVE, BIG, archive())));
        delete(archiveOfTwice());
        clients.copyToNothing(TWICE_LIVE, shares);
        add("twice.export", engine.run(engine.order("export", TWICE_LIVE, BIG, archiveOfTwice())));
        if (clients.pgDump()) {
            Path dumped = folder.resolve("dumped");
            Files.deleteIfExists(dumped);
            add("export.pg_dump", Run.of(() -> clients.dump(WALLED, Peers.DUMPER, dumped)));
        }
        Path json = folder.resolve("json");
        delete(json);
        add("export.json", Run.of(() -> RowByRow.export(product.server(), LIVE, shares, json)));
    }

    private void digest() throws Exception {
        add("digest.copy", Run.of(() -> clients.copyToNothing(LIVE, hand.inInsertOrder())));
        add("twice.hand.digest", Run.of(() -> clients.copyToNothing(TWICE_LIVE, hand.inInsertOrder())));
        add("digest.engine", engine.run(engine.order("digest", LIVE, BIG, archive())));
        add("twice.digest", engine.run(engine.order("digest", TWICE_LIVE, BIG, archiveOfTwice())));
    }

    private void erase() throws Exception {
        onCopyOf(ORIGIN, () -> add("erase.hand", Run.of(() -> clients.delete(COPY, hand.inDeleteOrder()))));
        onCopyOf(TWICE, () -> add("twice.hand.erase", Run.of(() -> clients.delete(COPY, hand.inDeleteOrder()))));
        onCopyOf(ORIGIN, () -> add("erase.engine", engine.run(engine.order("erase", COPY, BIG, archive()))));
        onCopyOf(TWICE, () -> add("twice.erase", engine.run(engine.order("erase", COPY, BIG, archiveOfTwice()))));
        onCopyOf(
                ORIGIN,
                () -> add(
                        "erase.fast",
                        engine.run(engine.order("erase", COPY, BIG, archive()).put("fast", true))));
    }

    private void restore() throws Exception {
        onCopyOf(ERASED, () -> add("restore.copy", Run.of(() -> clients.copyIn(COPY, hand.inInsertOrder(), copied()))));
        delete(copied());
        clients.copyOut(TWICE_LIVE, hand.inInsertOrder(), copied());
        onCopyOf(
                TWICE_ERASED,
                () -> add("twice.hand.restore", Run.of(() -> clients.copyIn(COPY, hand.inInsertOrder(), copied()))));
        onCopyOf(ERASED, () -> add("restore.engine", engine.run(engine.order("restore", COPY, BIG, archive()))));
        onCopyOf(
                TWICE_ERASED,
                () -> add("twice.restore", engine.run(engine.order("restore", COPY, BIG, archiveOfTwice()))));
        onCopyOf(
                ERASED,
                () -> add(
                        "restore.fast",
                        engine.run(engine.order("restore", COPY, BIG, archive()).put("fast", true))));
    }

    private void small() {
        for (int time = 0; time < MIDDLE_TIMES; time++) {
            add("small.middle", backup(MIDDLE));
        }
        for (int time = 0; time < SMALL_TIMES; time++) {
            add("small.small", backup(SMALL));
        }
    }

    private Run backup(int account) {
        Path archive = folder.resolve("archive-small");
        Run run = engine.run(engine.order("backup", LIVE, account, archive));
        delete(archive);
        return run;
    }

    private void onCopyOf(String template, Run.Timed measure) throws Exception {
        engine.leave();
        product.copy(template, COPY);
        measure.run();
    }

    private Path archive() {
        return folder.resolve("archive");
    }

    /** Of the same account, out of the database of twice the size. */
    private Path archiveOfTwice() {
        return folder.resolve("archive-twice");
    }

    private Path copied() {
        return folder.resolve("copied");
    }

    private void add(String name, Run run) {
        measures.add(name, run);
        say.accept(String.format("  %-16s %7.3f s", name, run.seconds()));
    }

    Measures measures() {
        return measures;
    }

    Clients clients() {
        return clients;
    }

    long size() throws SQLException {
        return product.size(LIVE);
    }

    long sizeOfTwice() throws SQLException {
        return product.size(TWICE_LIVE);
    }

    private static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

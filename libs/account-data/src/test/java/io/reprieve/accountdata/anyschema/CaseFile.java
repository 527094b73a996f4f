package io.reprieve.accountdata.anyschema;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** Leaves the SQL and the data map of the last case that failed, which after shrinking is the smallest one. */
final class CaseFile {

    private static final Path FOLDER = Path.of("target", "any-schema");

    private static final AtomicInteger HELD = new AtomicInteger();

    private CaseFile() {}

    interface Claim {
        void holdsFor(GeneratedCase made) throws Exception;
    }

    static void keptOnFailure(SchemaChoice choice, Claim claim) throws Exception {
        Design design = new Design(choice);
        Population population = new Population(design, choice);
        String sql = GeneratedCase.script(choice, design, population);
        try {
            claim.holdsFor(GeneratedCase.of(choice, design, population, sql));
            if (HELD.incrementAndGet() % 100 == 0) {
                System.out.println("[any-schema] " + HELD + " cases held");
            }
        } catch (Exception | AssertionError failure) {
            Files.createDirectories(FOLDER);
            Files.writeString(
                    FOLDER.resolve("failed.sql"),
                    "-- " + choice + "\n-- " + failure.toString().replace("\n", "\n-- ") + "\n" + GeneratedProduct.SETUP
                            + sql);
            Files.writeString(FOLDER.resolve("failed.yaml"), new DesignMap(design, choice).yaml());
            throw failure;
        }
    }
}

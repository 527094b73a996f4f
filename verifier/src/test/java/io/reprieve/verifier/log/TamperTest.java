package io.reprieve.verifier.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprieve.verifier.LogKeys;
import io.reprieve.verifier.TestLog;
import io.reprieve.verifier.Verdict;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random alterations of a log's files, by whoever holds the files and neither key: every one is found, and where. */
class TamperTest {
    private static final int CASES = Boolean.getBoolean("reprieve.deep") ? 12_000 : 400;
    private static final int ENTRIES = 1_000;

    private static TestLog log;
    private static Map<String, byte[]> files;
    private static String backup;

    @TempDir
    static Path folder;

    @BeforeAll
    static void write() throws Exception {
        log = TestLog.of(ENTRIES);
        files = log.files();
        backup = log.checkpoint(ENTRIES - 100);
        Files.writeString(folder.resolve("kept"), log.checkpoint(ENTRIES - 50));
    }

    @Test
    void the_log_as_it_is_holds() throws Exception {
        assertThat(check(files, log.keys())).matches(Verdict::ok);
    }

    @Test
    void any_alteration_is_found_and_the_first_bad_entry_named() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int number = 0; number < CASES; number++) {
            Alteration alteration = Alteration.values()[random.nextInt(Alteration.values().length)];
            Map<String, byte[]> altered = new TreeMap<>(files);
            OptionalLong first = alteration.on(altered, random);
            LogKeys keys = alteration == Alteration.OTHER_KEY ? otherKey() : log.keys();

            Verdict verdict = check(altered, keys);

            assertThat(verdict.ok())
                    .as("%s, case %d of seed %d", alteration, number, seed)
                    .isFalse();
            if (first.isPresent()) {
                assertThat(verdict.index())
                        .as("%s, case %d of seed %d: %s", alteration, number, seed, verdict.message())
                        .isEqualTo(first.getAsLong());
            }
        }
    }

    /** What is done to the files; where the first entry is that it touches, if it touches one. */
    private enum Alteration {
        BIT_OF_AN_ENTRY {
            @Override
            OptionalLong on(Map<String, byte[]> files, Random random) {
                return entries(files, entries -> {
                    int at = random.nextInt(entries.size());
                    flip(entries.get(at), random);
                    return at;
                });
            }
        },
        ENTRY_REMOVED {
            @Override
            OptionalLong on(Map<String, byte[]> files, Random random) {
                return entries(files, entries -> {
                    int at = random.nextInt(entries.size());
                    entries.remove(at);
                    return at;
                });
            }
        },
        ENTRIES_SWAPPED {
            @Override
            OptionalLong on(Map<String, byte[]> files, Random random) {
                return entries(files, entries -> {
                    int one = random.nextInt(entries.size() - 1);
                    int other = one + 1 + random.nextInt(entries.size() - one - 1);
                    byte[] held = entries.get(one);
                    entries.set(one, entries.get(other));
                    entries.set(other, held);
                    return one;
                });
            }
        },
        ENTRY_INSERTED {
            @Override
            OptionalLong on(Map<String, byte[]> files, Random random) {
                return entries(files, entries -> {
                    int at = random.nextInt(entries.size());
                    entries.add(at, ("{\"id\":\"evt_x" + random.nextInt() + "\"}").getBytes(StandardCharsets.UTF_8));
                    return at;
                });
            }
        },
        BIT_OF_A_LEAF_HASH {
            @Override
            OptionalLong on(Map<String, byte[]> files, Random random) {
                return tile(files, random, 0);
            }
        },
        BIT_OF_AN_UPPER_TILE {
            @Override
            OptionalLong on(Map<String, byte[]> files, Random random) {
                return tile(files, random, 1);
            }
        },
        FILE_MISSING {
            @Override
            OptionalLong on(Map<String, byte[]> files, Random random) {
                List<String> names = new ArrayList<>(files.keySet());
                names.remove("checkpoint");
                files.remove(names.get(random.nextInt(names.size())));
                return OptionalLong.empty();
            }
        },
        BIT_OF_THE_CHECKPOINT {
            @Override
            OptionalLong on(Map<String, byte[]> files, Random random) {
                byte[] note = files.get("checkpoint").clone();
                flip(note, random);
                files.put("checkpoint", note);
                return OptionalLong.empty();
            }
        },
        BACK_TO_A_BACKUP {
            @Override
            OptionalLong on(Map<String, byte[]> files, Random random) {
                files.put("checkpoint", backup.getBytes(StandardCharsets.UTF_8));
                // As it was then: the partial tiles of that size.
                cut(files, "tile/entries/003", 0);
                cut(files, "tile/0/003", 132 * 32);
                return OptionalLong.empty();
            }
        },
        OTHER_KEY {
            @Override
            OptionalLong on(Map<String, byte[]> files, Random random) {
                return OptionalLong.empty();
            }
        };

        abstract OptionalLong on(Map<String, byte[]> files, Random random);

        private interface Change {
            long on(List<byte[]> entries);
        }

        private static OptionalLong entries(Map<String, byte[]> files, Change change) {
            List<byte[]> entries = new ArrayList<>();
            log.leaves.forEach(leaf -> entries.add(leaf.clone()));
            long first = change.on(entries);
            for (int bundle = 0; bundle * 256 < ENTRIES; bundle++) {
                var bytes = new ByteArrayOutputStream();
                for (byte[] entry : entries.subList(
                        Math.min(entries.size(), bundle * 256), Math.min(entries.size(), bundle * 256 + 256))) {
                    bytes.write(entry.length >> 8);
                    bytes.write(entry.length);
                    bytes.writeBytes(entry);
                }
                files.put("tile/entries/00" + bundle + (bundle == 3 ? ".p/232" : ""), bytes.toByteArray());
            }
            return OptionalLong.of(first);
        }

        private static OptionalLong tile(Map<String, byte[]> files, Random random, int level) {
            List<String> names = files.keySet().stream()
                    .filter(name -> name.startsWith("tile/" + level + "/"))
                    .toList();
            int tile = random.nextInt(names.size());
            byte[] hashes = files.get(names.get(tile)).clone();
            int hash = random.nextInt(hashes.length / 32);
            hashes[hash * 32 + random.nextInt(32)] ^= (byte) (1 << random.nextInt(8));
            files.put(names.get(tile), hashes);
            return OptionalLong.of((tile * 256L + hash) * (level == 0 ? 1 : 256));
        }

        private static void cut(Map<String, byte[]> files, String name, int bytes) {
            byte[] whole = files.remove(name + ".p/232");
            int end = bytes;
            for (int entry = 0; bytes == 0 && entry < 132; entry++) {
                end += 2 + ((whole[end] & 0xff) << 8 | whole[end + 1] & 0xff);
            }
            files.put(name + ".p/132", Arrays.copyOf(whole, end));
        }

        private static void flip(byte[] bytes, Random random) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
    }

    private static Verdict check(Map<String, byte[]> altered, LogKeys keys) throws Exception {
        KeptCheckpoints kept = KeptCheckpoints.in(folder, log.keys());
        return LogCheck.verify(TestLog.source(altered), keys, kept, Optional.empty());
    }

    private static LogKeys otherKey() throws Exception {
        return new LogKeys(
                List.of(KeyPairGenerator.getInstance("Ed25519")
                        .generateKeyPair()
                        .getPublic()),
                log.keys().witnesses());
    }
}

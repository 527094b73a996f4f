package io.reprieve.backup.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A block of commands of a page under docs/, run as it stands there; {@code reprieve-verify.jar} stands for the classes under test. */
public final class RunbookBlock {

    private RunbookBlock() {}

    /** @return whether all of these are on the path */
    public static boolean areInstalled(String... commands) {
        return Stream.of(commands)
                .allMatch(command -> Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(folder -> Path.of(folder, command).toFile().canExecute()));
    }

    /**
     * @param page under docs/
     * @param block named in the first line of its code block
     * @param folder where it runs
     * @param environment what its reader has set
     * @return what it printed
     */
    public static String run(String page, String block, Path folder, Map<String, String> environment)
            throws IOException, InterruptedException {
        Matcher found = Pattern.compile("```sh\n# block: " + block + "\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("../docs", page)));
        assertThat(found.find()).as("%s has a block %s", page, block).isTrue();
        String verifier =
                "java -cp '" + System.getProperty("java.class.path") + "' io.reprieve.verifier.ReprieveVerify";
        Path out = folder.resolve("out-" + block);
        ProcessBuilder bash = new ProcessBuilder(
                        "bash",
                        "-c",
                        "set -euo pipefail\n" + found.group(1).replace("java -jar reprieve-verify.jar", verifier))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        bash.environment().putAll(environment);
        assertThat(bash.start().waitFor()).as(() -> read(out)).isZero();
        return read(out);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

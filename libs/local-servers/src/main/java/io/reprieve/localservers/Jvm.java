package io.reprieve.localservers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A child JVM of the same Java that runs us, small and quick to start. */
final class Jvm {
    private Jvm() {}

    static List<String> command(int heapMegabytes, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heapMegabytes + "m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dfile.encoding=UTF-8"));
        command.addAll(arguments);
        return List.copyOf(command);
    }

    /** Settings of whoever started us must not reach a server that reads the same variables. */
    static boolean mayInherit(String variable) {
        return !variable.startsWith("KC_")
                && !variable.startsWith("KEYCLOAK_")
                && !variable.startsWith("QUARKUS_")
                && !variable.startsWith("SERVER_")
                && !variable.startsWith("SPRING_")
                && !variable.startsWith("COM_ADOBE_")
                && !variable.startsWith("JAVA_OPTS")
                && !variable.equals("JAVA_TOOL_OPTIONS")
                && !variable.equals("JDK_JAVA_OPTIONS");
    }
}

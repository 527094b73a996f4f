package io.reprieve.witness;

import java.io.IOException;
import java.time.Clock;

/** {@code java -jar witness.jar}: a witness of one log, configured by its environment. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        try {
            RunningWitness.start(Settings.of(System.getenv()), Clock.systemUTC(), Main::say);
        } catch (Settings.Refused | IOException | IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private static void say(String what) {
        System.out.println(Clock.systemUTC().instant() + " " + what);
    }
}

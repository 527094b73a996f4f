package io.reprieve.localstack;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Where a person reads along. Names of customers are not ASCII everywhere, whatever the terminal's locale says. */
public final class Console {
    private final PrintStream out;

    /** A person's terminal. */
    public Console() {
        this(new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8));
    }

    public Console(PrintStream out) {
        this.out = out;
    }

    /** One line. */
    public void say(String line) {
        out.println(line);
    }

    /** One line, set in. */
    public void detail(String line) {
        line.lines().forEach(one -> out.println("    " + one));
    }

    public void blank() {
        out.println();
    }
}

package io.reprieve.verifier;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;

/** {@code java -jar reprieve-verify.jar}: checks archives, entries and logs with public keys alone. */
@Command(
        name = "reprieve-verify",
        subcommands = {ArchiveCommand.class, EntryCommand.class, LogCommand.class, ExportCommand.class},
        footer = {
            "",
            "Exit status: 0 proved, 1 not proved, 2 could not be checked.",
            "A file of keys may hold several PEM blocks: of those of a log or a backup service any may have signed,"
                    + " of those of witnesses each must have."
        })
public final class ReprieveVerify implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    private ReprieveVerify() {}

    /** A command that checks something and says what came of it. */
    abstract static class Check implements Callable<Integer> {
        @CommandLine.Spec
        private CommandLine.Model.CommandSpec spec;

        abstract Verdict verdict() throws IOException;

        @Override
        public Integer call() throws IOException {
            Verdict verdict = verdict();
            spec.commandLine().getOut().println((verdict.ok() ? "proved: " : "NOT PROVED: ") + verdict.message());
            return verdict.ok() ? ExitCode.OK : ExitCode.SOFTWARE;
        }
    }

    public static void main(String[] args) {
        System.exit(run(args, System.out, System.err));
    }

    /** @return the exit status */
    public static int run(String[] args, PrintStream out, PrintStream err) {
        return new CommandLine(new ReprieveVerify())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    command.getErr().println("could not be checked: " + failure);
                    return ExitCode.USAGE;
                })
                .execute(args);
    }

    /** Without a command: how it is used. */
    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return ExitCode.USAGE;
    }
}

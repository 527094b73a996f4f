package io.reprieve.localstack;

import io.reprieve.localstack.demo.Demo;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.logging.LogManager;

/** What the script {@code ./reprieve} runs. */
public final class Main {
    private static final String USAGE = """
            ./reprieve up                 start everything, print the addresses, stay until Ctrl-C
            ./reprieve demo [--keep]      replay incident IR-34 (starts everything unless it is up); --keep stays up
            ./reprieve restart SERVICE    kill a service if it runs and start it again
            ./reprieve down               stop what `up` started
            ./reprieve product-sql        print the SQL that prepares the database behind REPRIEVE_APP_DB_URL""";

    private Main() {}

    public static void main(String[] args) {
        // settles which log manager this JVM has before threads of libraries race for it
        LogManager.getLogManager();
        Console console = new Console();
        try {
            System.exit(run(Arrays.asList(args), console));
        } catch (StackRefused | IllegalArgumentException | IllegalStateException e) {
            if (isStopping()) {
                // Ctrl-C while starting: that a server ended is what was asked for
                return;
            }
            console.say(String.valueOf(e.getMessage()));
            if (System.getenv("REPRIEVE_DEBUG") != null) {
                e.printStackTrace();
            }
            System.exit(1);
        }
    }

    private static boolean isStopping() {
        try {
            Thread hook = new Thread(() -> {});
            Runtime.getRuntime().addShutdownHook(hook);
            Runtime.getRuntime().removeShutdownHook(hook);
            return false;
        } catch (IllegalStateException jvmIsEnding) {
            return true;
        }
    }

    private static int demo(StackSettings settings, boolean keep, Console console) {
        Demo demo = new Demo(console);
        Demo.forget(settings.home());
        Optional<Addresses> running = Addresses.ofRunning(Home.prepared(settings.home()));
        boolean held = running.map(demo::tell)
                .orElseGet(() -> demo.tellOnItsOwn(settings, () -> {
                    if (keep) {
                        console.blank();
                        console.say("Staying up. Stop with Ctrl-C or ./reprieve down.");
                        Up.stay();
                    }
                }));
        return held ? 0 : 1;
    }

    private static int run(List<String> args, Console console) {
        StackSettings settings = StackSettings.of(System.getenv(), console::detail);
        String command = args.isEmpty() ? "help" : args.get(0);
        List<String> rest = args.isEmpty() ? List.of() : args.subList(1, args.size());
        switch (command) {
            case "up":
                return new Up(settings, console).run();
            case "demo":
                return demo(settings, rest.contains("--keep"), console);
            case "product-sql":
                ProductSide.sql(settings).forEach(console::say);
                return 0;
            case "down":
                return new Down(Home.prepared(settings.home()), console).run();
            case "restart":
                if (rest.size() != 1) {
                    throw new StackRefused("which service? ./reprieve restart "
                            + String.join(
                                    "|", Part.processes().stream().map(Part::id).toList()));
                }
                return new Restart(Home.prepared(settings.home()), console).run(Part.service(rest.get(0)));
            default:
                console.say(USAGE);
                return List.of("help", "--help", "-h").contains(command) ? 0 : 2;
        }
    }
}

package io.reprieve.journey;

import io.reprieve.localservers.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A runbook's commands, and what it says that they print.
 *
 * @param steps in the order of the story
 */
record Runbook(List<Step> steps) {

    private static final Pattern FENCES =
            Pattern.compile("^```sh\\n(.*?)^```\\n(?:^```text\\n(.*?)^```\\n)?", Pattern.DOTALL | Pattern.MULTILINE);

    /**
     * @param commands as they stand there
     * @param printed what they print, {@code …} for anything; null where nothing is shown
     */
    record Step(String commands, String printed) {

        Pattern pattern() {
            StringBuilder pattern = new StringBuilder();
            for (String part : printed.strip().split("…", -1)) {
                pattern.append(pattern.isEmpty() ? "" : ".*").append(Pattern.quote(part));
            }
            return Pattern.compile(pattern + ".*", Pattern.DOTALL);
        }
    }

    static Runbook read(String name) {
        try {
            Matcher fence = FENCES.matcher(
                    Files.readString(Checkout.root().resolve("docs/runbooks").resolve(name)));
            List<Step> steps = new ArrayList<>();
            while (fence.find()) {
                steps.add(new Step(fence.group(1), fence.group(2)));
            }
            return new Runbook(List.copyOf(steps));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

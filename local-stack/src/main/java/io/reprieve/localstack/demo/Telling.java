package io.reprieve.localstack.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.reprieve.localstack.Console;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Tells the story as it goes, and at its end: a table for people, {@code demo.json} for machines. */
final class Telling {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Console console;
    private final List<Step> steps = new ArrayList<>();
    private Map<String, Object> figures = new LinkedHashMap<>();

    Telling(Console console) {
        this.console = console;
    }

    /** One step: whatever it throws, it did not hold and the story ends there. */
    boolean step(String name, String ir34, Runnable action) {
        console.blank();
        console.say(name);
        figures = new LinkedHashMap<>();
        long began = System.nanoTime();
        boolean ok = true;
        try {
            action.run();
        } catch (RuntimeException e) {
            ok = false;
            say("DID NOT HOLD: " + (e.getMessage() == null ? e.toString() : e.getMessage()));
            figures.put("failure", String.valueOf(e.getMessage()));
        }
        steps.add(new Step(name, ok, (System.nanoTime() - began) / 1e9, ir34, figures));
        return ok;
    }

    void say(String line) {
        console.detail(line);
    }

    void say(String line, Object... values) {
        console.detail(String.format(Locale.ROOT, line, values));
    }

    /** Keeps a figure of the step that is being told. */
    void figure(String name, Object value) {
        figures.put(name, value);
    }

    boolean held() {
        return steps.stream().allMatch(Step::ok);
    }

    void table() {
        int wide = steps.stream().mapToInt(step -> step.name().length()).max().orElse(0);
        int ir34 = steps.stream().mapToInt(step -> step.ir34().length()).max().orElse(0);
        String line = "%-" + wide + "s  %-" + ir34 + "s  %s";
        console.blank();
        console.say(String.format(line, "step", "IR-34 took", "this took"));
        console.say("-".repeat(wide) + "  " + "-".repeat(ir34) + "  " + "-".repeat(12));
        for (Step step : steps) {
            console.say(String.format(line, step.name(), step.ir34(), took(step)));
        }
        console.blank();
    }

    private static String took(Step step) {
        return String.format(Locale.ROOT, "%.1f s%s", step.seconds(), step.ok() ? "" : "  DID NOT HOLD");
    }

    void writeTo(Path file) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("ok", held());
        told.put("steps", steps);
        try {
            Path draft = file.resolveSibling(file.getFileName() + ".draft");
            Files.writeString(draft, JSON.writeValueAsString(told) + "\n", StandardCharsets.UTF_8);
            Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}

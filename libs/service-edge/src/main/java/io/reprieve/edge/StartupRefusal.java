package io.reprieve.edge;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Collects what is unsafe or missing in the configuration and refuses the start with all of it at once, each with the
 * name of the variable that mends it. Used in a start-up observer:
 * {@code StartupRefusal.collect().path("REPRIEVE_SIGNING_KEY", key).atLeastOneDay("REPRIEVE_RETENTION", r).orRefuse();}
 */
public final class StartupRefusal {
    private static final Duration ONE_DAY = Duration.ofDays(1);

    private final boolean lax;
    private final List<String> problems = new ArrayList<>();

    private StartupRefusal(boolean lax) {
        this.lax = lax;
    }

    /** Starts collecting, by the profile of this process ({@link ProfileNow}). */
    public static StartupRefusal collect() {
        return new StartupRefusal(ProfileNow.isLocalOrTest());
    }

    static StartupRefusal collect(boolean localOrTest) {
        return new StartupRefusal(localOrTest);
    }

    /** Needed in every profile. */
    public StartupRefusal present(String variable, Optional<String> value) {
        if (value.filter(text -> !text.isBlank()).isEmpty()) {
            problems.add(variable + " is not set");
        }
        return this;
    }

    /** Needed in every profile, and a readable file. */
    public StartupRefusal file(String variable, Optional<String> path) {
        int before = problems.size();
        present(variable, path);
        if (problems.size() == before && !Files.isReadable(Path.of(path.orElseThrow()))) {
            problems.add(variable + " names a file that cannot be read: " + path.orElseThrow());
        }
        return this;
    }

    /** Positive; and, outside the local profile, at least {@code P1D}. */
    public StartupRefusal atLeastOneDay(String variable, Duration value) {
        if (value == null || value.isNegative() || value.isZero()) {
            problems.add(variable + " is not a positive duration");
        } else if (!lax && value.compareTo(ONE_DAY) < 0) {
            problems.add(variable + " is " + value + "; outside the local profile it is at least P1D");
        }
        return this;
    }

    /** Something that must hold in every profile. */
    public StartupRefusal require(boolean holds, String variable, String why) {
        if (!holds) {
            problems.add(variable + " " + why);
        }
        return this;
    }

    /** Something that must hold outside the local profile. */
    public StartupRefusal requireOutsideLocal(boolean holds, String variable, String why) {
        return require(lax || holds, variable, why);
    }

    /**
     * Lets the start go on, or ends it.
     *
     * @throws UnsafeConfiguration with every finding
     */
    public void orRefuse() {
        if (!problems.isEmpty()) {
            throw new UnsafeConfiguration(problems);
        }
    }

    /** Why the process does not start. */
    public static final class UnsafeConfiguration extends RuntimeException {
        private final transient List<String> problems;

        UnsafeConfiguration(List<String> problems) {
            super("Refusing to start: " + String.join("; ", problems));
            this.problems = List.copyOf(problems);
        }

        public List<String> problems() {
            return problems;
        }
    }
}

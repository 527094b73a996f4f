package io.reprieve.accountdata.datamap;

import java.util.List;

/** The data map cannot be used. Each problem names the rule, the fact that breaks it and the next step. */
public final class DataMapException extends RuntimeException {

    private final List<String> problems;

    public DataMapException(List<String> problems) {
        super(String.join("; ", problems));
        this.problems = List.copyOf(problems);
    }

    public List<String> problems() {
        return problems;
    }
}

package io.reprieve.purge.neighbour;

/** What a simulated neighbour says instead of an answer. */
public final class Answers {
    private Answers() {}

    public static Neighbour.Refused refused(String service, int status, String code) {
        return new Neighbour.Refused(service, status, code, "");
    }

    public static Neighbour.Silent silent(String service) {
        return new Neighbour.Silent(service, 503);
    }
}

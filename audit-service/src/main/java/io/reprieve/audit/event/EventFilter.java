package io.reprieve.audit.event;

import io.reprieve.edge.Problem;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which entries are wanted, by marks that an entry either has or has not; null leaves a criterion out.
 *
 * @param type an event type, or its first word and all of it: {@code purge.approved}, {@code purge.*}
 * @param outcome {@code SUCCESS} or {@code FAILURE}
 */
public record EventFilter(
        String accountId, String actor, String type, String outcome, String correlationId, String subject) {
    /** Lets everything through. */
    public static final EventFilter ALL = new EventFilter(null, null, null, null, null, null);

    private static final Pattern TYPE = Pattern.compile("[a-z]+(-[a-z]+)*\\.([a-z]+(-[a-z]+)*|\\*)");
    private static final Set<String> OUTCOMES = Set.of("SUCCESS", "FAILURE");

    public EventFilter {
        accountId = given(accountId);
        actor = given(actor);
        type = given(type);
        outcome = given(outcome);
        correlationId = given(correlationId);
        subject = given(subject);
    }

    /**
     * Hands the filter back when it can be met.
     *
     * @throws Problem 422 {@code parameter-invalid}
     */
    public EventFilter requireWellFormed() {
        if (type != null && !TYPE.matcher(type).matches()) {
            throw malformed("type", "must be a type such as purge.approved, or all of one kind such as purge.*");
        }
        if (outcome != null && !OUTCOMES.contains(outcome)) {
            throw malformed("outcome", "must be SUCCESS or FAILURE");
        }
        return this;
    }

    /** How many criteria there are. */
    public long criteria() {
        return Stream.of(accountId, actor, type, outcome, correlationId, subject)
                .filter(Objects::nonNull)
                .count();
    }

    /** The first word of the type when all of that kind are wanted; null otherwise. */
    public String category() {
        return type != null && type.endsWith(".*") ? type.substring(0, type.length() - 2) : null;
    }

    /** The one type wanted; null when all or all of one kind are. */
    public String exactType() {
        return category() == null ? type : null;
    }

    public boolean matches(LoggedEvent event) {
        return meets(accountId, event.accountId())
                && meets(actor, event.actor())
                && meets(exactType(), event.type())
                && meets(category(), event.category())
                && meets(outcome, event.outcome())
                && meets(correlationId, event.correlationId())
                && meets(subject, event.subject());
    }

    private static boolean meets(String wanted, String has) {
        return wanted == null || wanted.equals(has);
    }

    private static String given(String text) {
        return text == null || text.isBlank() ? null : text;
    }

    private static Problem malformed(String parameter, String why) {
        return Problem.of(422, "parameter-invalid", "Parameter malformed", parameter + " " + why)
                .error(parameter, why);
    }
}

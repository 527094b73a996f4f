package io.reprieve.edge;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A refusal or failure as the caller shall see it: RFC 9457 {@code application/problem+json} with {@code type, title,
 * status, detail, instance} and the extensions {@code code, traceId, errors[], allowedActions[]} and whatever was
 * {@linkplain #with added}. Immutable: each addition is a new problem. Nothing secret belongs in it.
 */
public final class Problem extends RuntimeException {
    private static final String TYPES = "https://reprieve.io/problems/";

    /** What is wrong with one field or parameter of the request. */
    public record FieldError(String field, String message) {}

    private final int status;
    private final String code;
    private final String title;
    private final String detail;
    private final transient List<FieldError> errors;
    private final transient List<String> allowedActions;
    private final transient Map<String, Object> members;
    private final transient Map<String, String> headers;

    private Problem(
            int status,
            String code,
            String title,
            String detail,
            List<FieldError> errors,
            List<String> allowedActions,
            Map<String, Object> members,
            Map<String, String> headers) {
        super(status + " " + code + ": " + (detail == null ? title : detail));
        this.status = status;
        this.code = code;
        this.title = title;
        this.detail = detail;
        this.errors = errors;
        this.allowedActions = allowedActions;
        this.members = members;
        this.headers = headers;
    }

    /**
     * @param status 400 to 599
     * @param code stable, kebab-case, for programs: {@code own-request}
     * @param title short, the same for every problem of this code
     * @param detail what is wrong in this case and what to do next; may be null
     */
    public static Problem of(int status, String code, String title, String detail) {
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("not a status of a problem: " + status);
        }
        return new Problem(status, code, title, detail, List.of(), null, Map.of(), Map.of());
    }

    /** With what the caller may do instead, on a conflict of state; an empty list says: nothing. */
    public Problem allowedActions(List<String> actions) {
        return caused(new Problem(status, code, title, detail, errors, List.copyOf(actions), members, headers));
    }

    /** With one more field or parameter at fault. */
    public Problem error(String field, String message) {
        List<FieldError> more = new ArrayList<>(errors);
        more.add(new FieldError(field, message));
        return caused(new Problem(status, code, title, detail, List.copyOf(more), allowedActions, members, headers));
    }

    /** With one more member of its own; null values are left out. */
    public Problem with(String name, Object value) {
        if (value == null) {
            return this;
        }
        Map<String, Object> more = new LinkedHashMap<>(members);
        more.put(name, value);
        return caused(new Problem(status, code, title, detail, errors, allowedActions, more, headers));
    }

    /** With what the caller has to do to be let in, as {@code WWW-Authenticate} says it (RFC 9470). */
    public Problem challenge(String authenticate) {
        return header("WWW-Authenticate", authenticate);
    }

    /** With how long to wait before the same call has a chance, in {@code Retry-After} as whole seconds, at least one. */
    public Problem retryAfter(Duration wait) {
        return header(
                "Retry-After", Long.toString(Math.max(1, wait.plusMillis(999).toSeconds())));
    }

    private Problem header(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return caused(new Problem(status, code, title, detail, errors, allowedActions, members, more));
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    public String title() {
        return title;
    }

    public String detail() {
        return detail;
    }

    public List<FieldError> errors() {
        return errors;
    }

    /** Header fields the answer carries beside the body. */
    public Map<String, String> headers() {
        return Map.copyOf(headers);
    }

    /** {@code https://reprieve.io/problems/<code>}. */
    public URI type() {
        return URI.create(TYPES + code);
    }

    /** Every extension member but {@code traceId}, in the order they are written. */
    public Map<String, Object> extensions() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("code", code);
        all.put("errors", errors);
        if (allowedActions != null) {
            all.put("allowedActions", allowedActions);
        }
        all.putAll(members);
        return all;
    }

    private Problem caused(Problem next) {
        if (getCause() != null) {
            next.initCause(getCause());
        }
        next.setStackTrace(getStackTrace());
        return next;
    }
}

package io.reprieve.edge;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkiverse.resteasy.problem.validation.Violation;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.ClientWebApplicationException;

/** The problem of this suite for what frameworks throw: one code and wording each, and no message that leaks. */
final class KnownProblems {
    private record Wording(String code, String title) {}

    private static final Map<Integer, Wording> BY_STATUS = Map.ofEntries(
            Map.entry(400, new Wording("malformed-request", "Request not understood")),
            Map.entry(401, new Wording("unauthenticated", "Sign in")),
            Map.entry(403, new Wording("forbidden", "Not allowed")),
            Map.entry(404, new Wording("not-found", "No such thing")),
            Map.entry(405, new Wording("method-not-allowed", "Not with this method")),
            Map.entry(406, new Wording("not-acceptable", "Not available in that form")),
            Map.entry(408, new Wording("request-timeout", "The request took too long to arrive")),
            Map.entry(413, new Wording("too-large", "Request too large")),
            Map.entry(415, new Wording("unsupported-media-type", "Body of another media type expected")),
            Map.entry(429, new Wording("too-many-requests", "Too many requests")),
            Map.entry(500, new Wording("internal", "Something failed here")),
            Map.entry(503, new Wording("unavailable", "Not available now")));

    private KnownProblems() {}

    /** The problem for a bare status, as routing, authentication and the path policy end with. */
    static Problem ofStatus(int status) {
        Wording wording = BY_STATUS.getOrDefault(
                status,
                new Wording(status < 500 ? "refused" : "internal", status < 500 ? "Refused" : "Something failed here"));
        return Problem.of(status, wording.code(), wording.title(), detail(status));
    }

    /** The problem for what the problem extension made of an exception. */
    static Problem of(HttpProblem problem, Throwable cause) {
        if (cause instanceof Problem own) {
            return own;
        }
        if (cause instanceof InvalidSignedToken invalid) {
            return invalid.asProblem(problem.getStatusCode());
        }
        if (cause instanceof ClientWebApplicationException answer) {
            return Upstream.asProblem(answer);
        }
        if (cause instanceof ProcessingException) {
            return Upstream.unavailable();
        }
        if (problem.getParameters().get("violations") instanceof List<?> violations) {
            return invalid(violations);
        }
        JsonProcessingException json = json(cause);
        if (json != null && problem.getStatusCode() < 500) {
            return malformed(json);
        }
        return ofStatus(problem.getStatusCode());
    }

    private static Problem invalid(List<?> violations) {
        Problem invalid = Problem.of(422, "invalid", "Not valid", "See errors for each field.");
        for (Object each : violations) {
            if (each instanceof Violation violation) {
                invalid = invalid.error(violation.field, violation.message);
            }
        }
        return invalid;
    }

    private static Problem malformed(JsonProcessingException json) {
        if (json instanceof InvalidFormatException format) {
            Class<?> target = format.getTargetType();
            String wanted = target != null && target.isEnum()
                    ? "must be one of "
                            + Arrays.stream(target.getEnumConstants())
                                    .map(String::valueOf)
                                    .collect(Collectors.joining(", "))
                    : "has another form than expected";
            return Problem.of(422, "invalid", "Not valid", "See errors for each field.")
                    .error(path(format), wanted);
        }
        if (json instanceof UnrecognizedPropertyException unknown) {
            return Problem.of(422, "invalid", "Not valid", "See errors for each field.")
                    .error(path(unknown), "is not known here");
        }
        if (json instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
            return Problem.of(422, "invalid", "Not valid", "See errors for each field.")
                    .error(path(mapping), "has another form than expected");
        }
        JsonLocation at = json.getLocation();
        return Problem.of(
                400,
                "malformed-json",
                "Body is not the JSON expected",
                at == null ? null : "Line " + at.getLineNr() + ", column " + at.getColumnNr() + ".");
    }

    private static String path(JsonMappingException mapping) {
        return mapping.getPath().stream()
                .map(step -> step.getFieldName() != null ? "." + step.getFieldName() : "[" + step.getIndex() + "]")
                .collect(Collectors.joining())
                .replaceFirst("^\\.", "");
    }

    private static JsonProcessingException json(Throwable cause) {
        for (Throwable each = cause; each != null; each = each.getCause()) {
            if (each instanceof JsonProcessingException json) {
                return json;
            }
            if (!(each instanceof WebApplicationException) && each != cause) {
                return null;
            }
        }
        return null;
    }

    private static String detail(int status) {
        return switch (status) {
            case 401 -> "This call needs a valid bearer token.";
            case 403 -> "Your roles do not allow this call.";
            case 500 -> "It has been logged; give the traceId when you report it.";
            default -> null;
        };
    }
}

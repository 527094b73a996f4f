package io.reprieve.edge;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What another service of the suite answered when it did not do what it was asked to. */
public final class Upstream {
    private Upstream() {}

    /**
     * The refusal (4xx) of another service as one's own problem, with its status, code, title, detail and allowed
     * actions: for calls made in the caller's name, as with their key turn. Empty for anything but a problem.
     */
    public static Optional<Problem> refusal(WebApplicationException answer) {
        int status = answer.getResponse().getStatus();
        return status < 400 || status >= 500 ? Optional.empty() : read(answer.getResponse(), status);
    }

    /** 503 {@code upstream-unavailable} when it is worth trying again, else 502 {@code upstream-failed}. */
    public static Problem asProblem(WebApplicationException answer) {
        int status = answer.getResponse().getStatus();
        boolean again = status == 429 || status == 503 || status == 504;
        Problem problem = again
                ? unavailable()
                : Problem.of(
                        502, "upstream-failed", "Another service failed", "It answered " + status + "; it is logged.");
        return problem.with("upstreamStatus", status)
                .with(
                        "upstreamCode",
                        read(answer.getResponse(), status).map(Problem::code).orElse(null));
    }

    /** 503 {@code upstream-unavailable}: no answer at all. */
    public static Problem unavailable() {
        return Problem.of(
                503, "upstream-unavailable", "Another service is not available", "Nothing was lost; try again soon.");
    }

    private static Optional<Problem> read(Response response, int status) {
        try {
            JsonNode body = Json.parse(response.readEntity(String.class));
            if (!body.path("code").isTextual()) {
                return Optional.empty();
            }
            Problem problem = Problem.of(
                    status,
                    body.path("code").textValue(),
                    body.path("title").asText(""),
                    body.path("detail").textValue());
            if (body.path("allowedActions").isArray()) {
                List<String> actions = new ArrayList<>();
                body.path("allowedActions").forEach(action -> actions.add(action.asText()));
                problem = problem.allowedActions(actions);
            }
            return Optional.of(problem);
        } catch (RuntimeException e) {
            // Not a problem, or read and closed already: there is nothing to hand on.
            return Optional.empty();
        }
    }
}

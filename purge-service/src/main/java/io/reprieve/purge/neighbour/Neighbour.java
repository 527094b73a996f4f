package io.reprieve.purge.neighbour;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprieve.edge.Json;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Another service, asked: it answers, refuses with a reason, or is silent. Silence never counts as an answer. */
public final class Neighbour {
    private static final Set<Integer> NO_ANSWER = Set.of(401, 408, 425, 429);
    private static final int NOT_FOUND = 404;

    private final String service;

    public Neighbour(String service) {
        this.service = service;
    }

    /**
     * @throws Refused with the service's own code
     * @throws Silent when it cannot be reached, does not let us in, or fails
     */
    public <T> T ask(Supplier<T> call) {
        try {
            return call.get();
        } catch (WebApplicationException e) {
            throw sorted(e.getResponse());
        } catch (RuntimeException e) {
            throw new Silent(service, e);
        }
    }

    /** Like {@link #ask}; empty when there is no such thing (404). */
    public <T> Optional<T> find(Supplier<T> call) {
        try {
            return Optional.of(ask(call));
        } catch (Refused e) {
            if (e.status() == NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private RuntimeException sorted(Response response) {
        int status = response.getStatus();
        if (status < 400 || status >= 500 || NO_ANSWER.contains(status)) {
            return new Silent(service, status);
        }
        JsonNode problem = body(response);
        return new Refused(
                service,
                status,
                problem.path("code").asText("status-" + status),
                problem.path("detail").asText(problem.path("title").asText("")));
    }

    private static JsonNode body(Response response) {
        try {
            return Json.parse(response.readEntity(String.class));
        } catch (RuntimeException e) {
            return Json.parse("{}");
        }
    }

    /** It understood, and said no. */
    public static final class Refused extends RuntimeException {
        private final int status;
        private final String code;
        private final String detail;

        Refused(String service, int status, String code, String detail) {
            super("%s refuses: %s (%d)%s".formatted(service, code, status, detail.isEmpty() ? "" : ", " + detail));
            this.status = status;
            this.code = code;
            this.detail = detail;
        }

        public int status() {
            return status;
        }

        public String code() {
            return code;
        }

        public String detail() {
            return detail;
        }
    }

    /** Nobody knows whether it did what was asked. */
    public static final class Silent extends RuntimeException {
        private final String service;

        Silent(String service, int status) {
            super("%s does not answer (%d)".formatted(service, status));
            this.service = service;
        }

        Silent(String service, RuntimeException cause) {
            super("%s does not answer (%s)".formatted(service, cause.getMessage()), cause);
            this.service = service;
        }

        public String service() {
            return service;
        }
    }
}

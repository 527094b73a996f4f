package io.reprieve.edge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/** Does what {@link Idempotent} says, by the table {@code idempotency_key} of the service's own database. */
@Provider
@Idempotent
@Priority(Priorities.USER)
public class IdempotencyFilter implements ContainerRequestFilter, ContainerResponseFilter {
    private static final Logger LOG = Logger.getLogger(IdempotencyFilter.class);
    private static final String HEADER = "Idempotency-Key";
    private static final String REPLAYED = "Idempotency-Replayed";
    private static final String CLAIM = IdempotencyFilter.class.getName();
    private static final Pattern FORM = Pattern.compile("[\\x21-\\x7e]{1,255}");
    /** What depends on who asks or when, rather than on what was asked, is decided anew. */
    private static final Set<Integer> NOT_KEPT = Set.of(401, 403, 408, 425, 429);

    private record Claim(String caller, String key, int attempt) {}

    private final Caller caller;
    private final IdempotencyStore store;
    private final ObjectMapper json;

    IdempotencyFilter(Caller caller, IdempotencyStore store, ObjectMapper json) {
        this.caller = caller;
        this.store = store;
        this.json = json;
    }

    @Override
    public void filter(ContainerRequestContext request) throws IOException {
        String key = request.getHeaderString(HEADER);
        if (key == null
                || !request.getMethod().equals("POST")
                || caller.subject().isEmpty()) {
            return;
        }
        if (!FORM.matcher(key).matches()) {
            throw Problem.of(
                    400,
                    "idempotency-key-malformed",
                    "Idempotency-Key not understood",
                    "Give 1 to 255 visible ASCII characters.");
        }
        String who = caller.subject() + "@" + caller.clientId();
        IdempotencyStore.Standing standing = store.claim(who, key, digest(request));
        if (standing instanceof IdempotencyStore.Mine mine) {
            request.setProperty(CLAIM, new Claim(who, key, mine.attempt()));
        } else if (standing instanceof IdempotencyStore.Answered answered) {
            request.abortWith(replay(answered));
        } else if (standing instanceof IdempotencyStore.Reused) {
            throw Problem.of(
                    422,
                    "idempotency-key-reused",
                    "Idempotency-Key was used for another request",
                    "Take a new key for a new request.");
        } else {
            throw Problem.of(
                    409,
                    "idempotency-in-flight",
                    "The same request is under way",
                    "Ask again in a moment with the same key.");
        }
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (!(request.getProperty(CLAIM) instanceof Claim claim)) {
            return;
        }
        request.removeProperty(CLAIM);
        try {
            if (response.getStatus() >= 500 || NOT_KEPT.contains(response.getStatus())) {
                store.release(claim.caller(), claim.key(), claim.attempt());
            } else {
                store.answer(claim.caller(), claim.key(), claim.attempt(), answered(response));
            }
        } catch (JsonProcessingException | RuntimeException e) {
            // The work is done and the caller shall hear of it; a repeat is held off by the lease, then by the domain.
            LOG.errorf("An answer could not be kept for its Idempotency-Key: %s", e.getMessage());
        }
    }

    private static String digest(ContainerRequestContext request) throws IOException {
        byte[] body = request.getEntityStream() == null
                ? new byte[0]
                : request.getEntityStream().readAllBytes();
        request.setEntityStream(new ByteArrayInputStream(body));
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        String target = request.getMethod() + "\n"
                + request.getUriInfo().getRequestUri().getRawPath() + "?"
                + request.getUriInfo().getRequestUri().getRawQuery() + "\n" + request.getHeaderString("If-Match")
                + "\n";
        all.write(target.getBytes(StandardCharsets.UTF_8));
        all.write(body);
        return Sha256.hex(all.toByteArray());
    }

    private IdempotencyStore.Answered answered(ContainerResponseContext response) throws JsonProcessingException {
        Object entity = response.getEntity();
        String body = entity == null ? null : entity instanceof String text ? text : json.writeValueAsString(entity);
        return new IdempotencyStore.Answered(
                response.getStatus(),
                response.getMediaType() == null ? null : response.getMediaType().toString(),
                response.getHeaderString("Location"),
                response.getHeaderString("ETag"),
                body);
    }

    private static Response replay(IdempotencyStore.Answered answered) {
        Response.ResponseBuilder response = Response.status(answered.status()).header(REPLAYED, "true");
        if (answered.body() != null) {
            response.entity(answered.body());
        }
        if (answered.contentType() != null) {
            response.header("Content-Type", answered.contentType());
        }
        if (answered.location() != null) {
            response.header("Location", answered.location());
        }
        if (answered.etag() != null) {
            response.header("ETag", answered.etag());
        }
        return response.build();
    }
}

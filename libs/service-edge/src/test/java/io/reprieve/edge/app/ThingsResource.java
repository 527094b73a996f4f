package io.reprieve.edge.app;

import io.reprieve.edge.Caller;
import io.reprieve.edge.Cursor;
import io.reprieve.edge.Idempotent;
import io.reprieve.edge.Ids;
import io.reprieve.edge.IfMatch;
import io.reprieve.edge.InvalidSignedToken;
import io.reprieve.edge.Page;
import io.reprieve.edge.Problem;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** Endpoints that do what the edge of a service may be asked to carry. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class ThingsResource {
    /** How often the use case ran, whatever the edge repeated. */
    public static final AtomicInteger MADE = new AtomicInteger();

    /** A closed set, as a request carries it. */
    public enum Kind {
        SMALL,
        LARGE
    }

    /** A request body. */
    public record NewThing(@NotBlank String name, @NotNull Kind kind, Integer millis) {}

    private final Caller caller;
    private final Elsewhere elsewhere;

    ThingsResource(Caller caller, @RestClient Elsewhere elsewhere) {
        this.caller = caller;
        this.elsewhere = elsewhere;
    }

    @POST
    @Path("/things")
    @Idempotent
    public Response make(@Valid @NotNull NewThing thing) throws InterruptedException {
        int number = MADE.incrementAndGet();
        if (thing.millis() != null) {
            Thread.sleep(thing.millis());
        }
        if (thing.name().equals("taken")) {
            throw Problem.of(409, "taken", "Name taken", "Another thing " + number + " has it.")
                    .allowedActions(List.of("rename"));
        }
        if (thing.name().equals("broken")) {
            throw new IllegalStateException("secret detail " + number);
        }
        return Response.created(URI.create("/api/v1/things/" + number))
                .entity(Map.of("number", number, "name", thing.name()))
                .build();
    }

    @GET
    @Path("/things")
    public Response list(
            @QueryParam("limit") Integer limit, @QueryParam("cursor") String cursor, @Context UriInfo uri) {
        int size = Page.limit(limit);
        int from = Cursor.parse(cursor, 1).map(last -> (int) last.number(0) + 1).orElse(0);
        List<Integer> rows =
                IntStream.range(from, Math.min(5, from + size + 1)).boxed().toList();
        return Page.of(rows, size, Cursor::of).toResponse(uri);
    }

    @GET
    @Path("/things/{id}")
    public Map<String, String> one(@PathParam("id") String id) {
        return Map.of("id", Ids.require("acc", id));
    }

    @PUT
    @Path("/things/{id}")
    public Map<String, String> change(@PathParam("id") String id, @HeaderParam("If-Match") String ifMatch) {
        IfMatch.require(ifMatch, "v7");
        return Map.of("id", id);
    }

    @GET
    @Path("/events:batch")
    public Map<String, Boolean> colon() {
        return Map.of("ok", true);
    }

    @GET
    @Path("/admin")
    public Map<String, Boolean> admin() {
        return Map.of("ok", true);
    }

    @GET
    @Path("/me")
    public Map<String, Object> me() {
        Map<String, Object> me = new LinkedHashMap<>();
        me.put("subject", caller.subject());
        me.put("personId", caller.personId().orElse(null));
        me.put("clientId", caller.clientId());
        me.put("roles", caller.roles());
        me.put("human", caller.isHuman());
        me.put("actor", caller.actor());
        me.put("signedIn", caller.authTime().isPresent());
        me.put("purgeService", caller.isService("purge-service"));
        me.put("tokenParts", caller.rawToken().split("\\.").length);
        return me;
    }

    @GET
    @Path("/approvers")
    public Map<String, Boolean> approvers() {
        caller.requireAny("purge-approver");
        return Map.of("ok", true);
    }

    @GET
    @Path("/services")
    public Map<String, Boolean> services() {
        caller.requireService("purge-service");
        return Map.of("ok", true);
    }

    @GET
    @Path("/warrant")
    public Response warrant() {
        throw new InvalidSignedToken("token-expired", "Expired.");
    }

    @GET
    @Path("/elsewhere/{status}")
    public Map<String, Object> elsewhere(@PathParam("status") int status) {
        return elsewhere.answer(status);
    }
}

package io.reprieve.audit.subscription;

import io.reprieve.audit.event.EventFilter;
import io.reprieve.audit.subscription.DeliveryStore.Dead;
import io.reprieve.audit.subscription.DeliveryStore.Standing;
import io.reprieve.audit.subscription.Destination.NotAllowed;
import io.reprieve.audit.subscription.Subscription.State;
import io.reprieve.edge.Caller;
import io.reprieve.edge.Cursor;
import io.reprieve.edge.Ids;
import io.reprieve.edge.Page;
import io.reprieve.edge.Problem;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Who has entries or alerts pushed to them. A platform-admin decides, an auditor looks on. */
@Path("/api/v1/subscriptions")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "Subscriptions")
public class SubscriptionResource {
    /** @param topic EVENTS (default) or ALERTS @param filter which entries; none: all */
    public record Wish(String url, Topic topic, EventFilter filter) {}

    /** @param secret verifies the signatures (Standard Webhooks); shown here and never again */
    public record Made(String id, String url, Topic topic, EventFilter filter, String secret) {}

    /** @param quietUntil the receiver was not well: nothing is sent before; null when it is */
    public record Shown(
            String id,
            String url,
            Topic topic,
            EventFilter filter,
            State state,
            String createdBy,
            Instant createdAt,
            Instant quietUntil,
            String lastError,
            long pending,
            long dead) {}

    /** @param secret verifies the signatures from now on; shown here and never again @param formerUntil until then each message also carries a signature by the secret before */
    public record NewSecret(String id, String secret, Instant formerUntil) {}

    public record AllShown(List<Shown> items) {}

    public record Resent(int messages) {}

    private final SubscriptionStore subscriptions;
    private final ChangeSubscriptions change;
    private final DeliveryStore deliveries;
    private final Destination destination;
    private final SecretSeal seal;
    private final PushConfig config;
    private final Caller caller;

    SubscriptionResource(
            SubscriptionStore subscriptions,
            ChangeSubscriptions change,
            DeliveryStore deliveries,
            Destination destination,
            SecretSeal seal,
            PushConfig config,
            Caller caller) {
        this.subscriptions = subscriptions;
        this.change = change;
        this.deliveries = deliveries;
        this.destination = destination;
        this.seal = seal;
        this.config = config;
        this.caller = caller;
    }

    /** Begins with what comes next. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed("platform-admin")
    @Operation(
            summary = "Have entries or alerts pushed (Standard Webhooks)",
            description =
                    "Messages are signed with the secret, which is shown once, and sent until the receiver answers"
                            + " 2xx: for three days, ever more rarely, then they are dead and can be sent again. 410 ends"
                            + " it. A message may come twice (same `webhook-id`) and out of order (`data.index`).")
    @APIResponse(responseCode = "201", description = "id and secret")
    @APIResponse(responseCode = "422", description = "url-refused: why nothing is sent there; parameter-invalid")
    @APIResponse(responseCode = "503", description = "push-off: REPRIEVE_WEBHOOK_SECRET is not set")
    public Response subscribe(Wish wish) {
        requireSeal();
        if (wish == null) {
            throw refused("is missing");
        }
        requireAllowed(wish.url());
        Topic topic = wish.topic() == null ? Topic.EVENTS : wish.topic();
        EventFilter filter =
                wish.filter() == null ? EventFilter.ALL : wish.filter().requireWellFormed();
        String id = Ids.next("sub");
        String secret = SecretSeal.newSecret();
        change.make(id, wish.url(), topic, filter, secret, caller.actor());
        return Response.created(URI.create("/api/v1/subscriptions/" + id))
                .entity(new Made(id, wish.url(), topic, filter, secret))
                .build();
    }

    @GET
    @RolesAllowed({"auditor", "platform-admin"})
    @Operation(summary = "Who has what pushed to them, and how it goes")
    public AllShown all() {
        return new AllShown(subscriptions.all().stream().map(this::shown).toList());
    }

    @GET
    @Path("{id}")
    @RolesAllowed({"auditor", "platform-admin"})
    @Operation(summary = "One subscription")
    @APIResponse(responseCode = "404", description = "subscription-unknown")
    public Shown one(@PathParam("id") String id) {
        return shown(find(id));
    }

    /** Changes the secret without a message lost: until the overlap ends either of the two verifies. Twice ends the first at once. */
    @POST
    @Path("{id}/secret")
    @RolesAllowed("platform-admin")
    @Operation(
            summary = "Sign with a new secret",
            description =
                    "Until `formerUntil`, `webhook-signature` holds two signatures (Standard Webhooks), one by each"
                            + " secret. To end a stolen secret at once, change it twice.")
    @APIResponse(responseCode = "200", description = "The new secret, shown once")
    @APIResponse(responseCode = "404", description = "subscription-unknown")
    @APIResponse(responseCode = "503", description = "push-off: REPRIEVE_WEBHOOK_SECRET is not set")
    public NewSecret changeSecret(@PathParam("id") String id) {
        requireSeal();
        String secret = SecretSeal.newSecret();
        Instant formerUntil = Instant.now().plus(config.secretOverlap());
        if (!change.changeSecret(find(id), secret, config.secretOverlap(), caller.actor())) {
            throw unknown();
        }
        return new NewSecret(id, secret, formerUntil);
    }

    /** Nothing more is sent, nor kept for it. */
    @DELETE
    @Path("{id}")
    @RolesAllowed("platform-admin")
    @Operation(summary = "End a subscription")
    @APIResponse(responseCode = "204", description = "Ended; what was still to be sent is dropped")
    public void end(@PathParam("id") String id) {
        change.end(find(id), caller.actor());
    }

    @GET
    @Path("{id}/dead-letters")
    @RolesAllowed({"auditor", "platform-admin"})
    @Operation(summary = "Messages that were given up; number: index of the entry, or number of the alert")
    public Response dead(
            @PathParam("id") String id,
            @QueryParam("limit") Integer limit,
            @QueryParam("cursor") String cursor,
            @Context UriInfo uri) {
        int size = Page.limit(limit);
        long after = Cursor.parse(cursor, 1).map(page -> page.number(0)).orElse(-1L);
        List<Dead> dead = deliveries.dead(find(id).id(), after, size + 1);
        return Page.of(dead, size, last -> Cursor.of(last.number())).toResponse(uri);
    }

    /** Gives every dead message three days anew; again is the same as once. */
    @POST
    @Path("{id}/resend")
    @RolesAllowed("platform-admin")
    @Operation(summary = "Send again what was given up")
    public Resent resend(@PathParam("id") String id) {
        return new Resent(deliveries.resend(find(id).id()));
    }

    private void requireSeal() {
        if (!seal.isPossible()) {
            throw Problem.of(503, "push-off", "Nothing is pushed here", "Set REPRIEVE_WEBHOOK_SECRET for the service.");
        }
    }

    private void requireAllowed(String url) {
        try {
            destination.address(destination.url(url));
        } catch (NotAllowed e) {
            throw refused(e.getMessage());
        }
    }

    private static Problem refused(String why) {
        return Problem.of(422, "url-refused", "Nothing is sent there", "url " + why)
                .error("url", why);
    }

    private Subscription find(String id) {
        return subscriptions.find(Ids.require("sub", id)).orElseThrow(SubscriptionResource::unknown);
    }

    private static Problem unknown() {
        return Problem.of(
                404, "subscription-unknown", "No such subscription", "GET /subscriptions names those there are.");
    }

    private Shown shown(Subscription subscription) {
        Standing standing = deliveries.standing(subscription.id());
        return new Shown(
                subscription.id(),
                subscription.url(),
                subscription.topic(),
                subscription.filter(),
                subscription.state(),
                subscription.createdBy(),
                subscription.createdAt(),
                subscription.quietUntil(),
                subscription.lastError(),
                standing.pending(),
                standing.dead());
    }
}

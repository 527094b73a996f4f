package io.reprieve.purge.freeze;

import io.reprieve.edge.Caller;
import io.reprieve.edge.Problem;
import io.reprieve.outbox.EventActor;
import io.reprieve.outbox.EventDraft;
import io.reprieve.outbox.Outbox;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The global stop. While it stands every purge stays where it is; denials and reprieves go on. */
@Path("/api/v1/freeze")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "freeze")
public class FreezeResource {
    private final Freeze freeze;
    private final Outbox outbox;
    private final Caller caller;

    FreezeResource(Freeze freeze, Outbox outbox, Caller caller) {
        this.freeze = freeze;
        this.outbox = outbox;
        this.caller = caller;
    }

    /** @param reason why purges are to stop, or may go on */
    public record Reason(
            @Size(max = EventDraft.LONGEST_REASON) String reason) {}

    /** How lifting stands: how many different people it takes and who has spoken. */
    public record Lift(int needed, List<String> given) {}

    /** Every member but {@code frozen} is null while there is no freeze. */
    public record FreezeView(boolean frozen, String reason, String setBy, Instant setAt, Lift lift) {}

    @GET
    @RolesAllowed({"purge-requester", "purge-approver", "restore-operator", "support", "auditor", "platform-admin"})
    @Operation(summary = "Is everything stopped?")
    public FreezeView get() {
        return freeze.current()
                .map(FreezeResource::view)
                .orElseGet(() -> new FreezeView(false, null, null, null, null));
    }

    @PUT
    @Transactional
    @RolesAllowed({"purge-requester", "purge-approver", "platform-admin"})
    @Operation(summary = "Stop everything", description = "One person is enough. Setting it again changes nothing.")
    public FreezeView set(@Valid Reason body) {
        String reason = required(body == null ? null : body.reason());
        String person = person();
        if (freeze.set(reason, person)) {
            outbox.append(event("freeze.set", reason));
        }
        return get();
    }

    @DELETE
    @Transactional
    @RolesAllowed({"purge-approver", "platform-admin"})
    @Operation(
            summary = "Let purges go on",
            description = "The first person's call is answered 202 and changes nothing yet; the second, by another "
                    + "person, lifts the freeze (200). The reason comes in the body or, where a client sends none with "
                    + "a DELETE, as a query parameter.")
    public Response lift(
            @QueryParam("reason") @Size(max = EventDraft.LONGEST_REASON) String reason, @Valid Reason body) {
        String person = person();
        var standing = freeze.current();
        if (standing.isEmpty()) {
            return Response.ok(get()).build();
        }
        String why = Stream.of(body == null ? null : body.reason(), reason)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("");
        boolean spokenBefore = standing.get().liftGiven().contains(person);
        var left = freeze.lift(standing.get().id(), why, person);
        if (left.isEmpty()) {
            outbox.append(event("freeze.lifted", why)
                    .with("setBy", standing.get().setBy())
                    .with("liftedBy", join(standing.get().liftGiven(), person)));
            return Response.ok(get()).build();
        }
        if (!spokenBefore) {
            outbox.append(event("freeze.lift-asked", why));
        }
        return Response.accepted(view(left.get())).build();
    }

    private EventDraft event(String type, String reason) {
        var actor = caller.actor();
        return EventDraft.of(type, "freeze")
                .by(new EventActor(actor.id(), actor.kind(), actor.clientId()))
                .reason(reason);
    }

    private String person() {
        if (!caller.isHuman()) {
            throw Problem.of(403, "not-human", "Not allowed", "A freeze is set and lifted by people.");
        }
        return caller.personId()
                .orElseThrow(() -> Problem.of(
                        403, "person-unknown", "Not allowed", "The token does not say which person this is."));
    }

    private static String required(String reason) {
        if (reason == null || reason.isBlank()) {
            throw Problem.of(422, "reason-missing", "Give a reason", "Say why purges are to stop.")
                    .error("reason", "must not be blank");
        }
        return reason;
    }

    private static List<String> join(List<String> given, String person) {
        return given.contains(person)
                ? given
                : java.util.stream.Stream.concat(given.stream(), java.util.stream.Stream.of(person))
                        .toList();
    }

    private static FreezeView view(Freeze.Standing s) {
        return new FreezeView(true, s.reason(), s.setBy(), s.setAt(), new Lift(Freeze.NEEDED_TO_LIFT, s.liftGiven()));
    }
}

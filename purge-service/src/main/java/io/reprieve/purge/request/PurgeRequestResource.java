package io.reprieve.purge.request;

import io.reprieve.edge.Caller;
import io.reprieve.edge.Idempotent;
import io.reprieve.edge.Ids;
import io.reprieve.edge.Problem;
import io.reprieve.outbox.EventDraft;
import io.reprieve.purge.approval.ApprovePurge;
import io.reprieve.purge.approval.DenyPurge;
import io.reprieve.purge.approval.Hand;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Purge requests: asked for by one, approved by another, stopped by anybody who sees them. */
@Path("/api/v1/purge-requests")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "purge requests")
public class PurgeRequestResource {
    private static final int TEXT = EventDraft.LONGEST_REASON;
    private static final int ACCEPTED = 202;

    private final RequestPurge requestPurge;
    private final ApprovePurge approvePurge;
    private final DenyPurge denyPurge;
    private final ReprievePurge reprievePurge;
    private final ReleasePurge releasePurge;
    private final PurgeStore store;
    private final PurgeViews views;
    private final Refusals refusals;
    private final Caller caller;

    PurgeRequestResource(
            RequestPurge requestPurge,
            ApprovePurge approvePurge,
            DenyPurge denyPurge,
            ReprievePurge reprievePurge,
            ReleasePurge releasePurge,
            PurgeStore store,
            PurgeViews views,
            Refusals refusals,
            Caller caller) {
        this.requestPurge = requestPurge;
        this.approvePurge = approvePurge;
        this.denyPurge = denyPurge;
        this.reprievePurge = reprievePurge;
        this.releasePurge = releasePurge;
        this.store = store;
        this.views = views;
        this.refusals = refusals;
        this.caller = caller;
    }

    /** @param survivorAccountId the account that stays; a duplicate clean-up without it is blocked */
    public record NewRequest(
            @NotBlank String accountId,
            @NotBlank String kind,
            @NotBlank @Size(max = TEXT) String reason,
            @NotBlank @Size(max = TEXT) String ticket,
            @NotBlank @Size(max = TEXT) String confirmName,
            String survivorAccountId) {}

    /** @param evidenceDigest of the evidence that was looked at */
    public record NewApproval(
            @NotBlank String evidenceDigest,
            @NotBlank @Size(max = TEXT) String comment) {}

    public record Reason(@NotBlank @Size(max = TEXT) String reason) {}

    /** Why, for whoever wants to say so. */
    public record Remark(@Size(max = TEXT) String reason) {}

    @POST
    @Idempotent
    @RolesAllowed("purge-requester")
    @Operation(
            summary = "Ask for a purge",
            description = "Turns the first key. Guards run at once: a request that one blocks is stored as BLOCKED.")
    @APIResponse(responseCode = "201", description = "Stored; look at its state")
    @APIResponse(
            responseCode = "422",
            description = "Unknown account or kind, id of another type, or the name typed is not the account's")
    @APIResponse(responseCode = "403", description = "both-roles, not-human, person-unknown")
    @APIResponse(responseCode = "409", description = "frozen, purge-in-progress")
    @APIResponse(responseCode = "429", description = "budget-spent with retryAt")
    public Response request(@NotNull @Valid NewRequest body) {
        RequestPurge.Order order = new RequestPurge.Order(
                Ids.require("acc", body.accountId()),
                PurgeListResource.kind(body.kind()),
                body.reason(),
                body.ticket(),
                body.confirmName(),
                body.survivorAccountId() == null ? null : Ids.require("acc", body.survivorAccountId()));
        String id = refusals.asProblems(
                order.accountId(),
                caller.actor(),
                () -> requestPurge.request(order, Hand.of(caller), caller.actor(), caller.rawToken()));
        PurgeRequest purge = require(id);
        return Response.created(address(id))
                .tag(new EntityTag(purge.etag()))
                .entity(views.whole(purge))
                .build();
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({"purge-requester", "purge-approver", "restore-operator", "support", "auditor", "platform-admin"})
    @Operation(summary = "One purge request with its evidence and history", description = "ETag: for If-Match.")
    public Response get(@PathParam("id") String id) {
        return shown(200, id);
    }

    @POST
    @Path("/{id}/approvals")
    @Idempotent
    @RolesAllowed("purge-approver")
    @Operation(
            summary = "Turn the second key",
            description = "If-Match and evidenceDigest repeat what was looked at. The quorum's last approval starts the"
                    + " cooling-off.")
    @APIResponse(responseCode = "201", description = "Recorded")
    @APIResponse(
            responseCode = "403",
            description = "own-request, same-person, both-roles, role-lost, not-human, person-unknown, account-too-new,"
                    + " same-department, stale-sign-in (with the challenge of RFC 9470)")
    @APIResponse(responseCode = "409", description = "illegal-transition with allowedActions; guard-blocked; frozen")
    @APIResponse(responseCode = "412", description = "If-Match or evidence digest is stale; changes says in what")
    @APIResponse(responseCode = "428", description = "No If-Match")
    @APIResponse(responseCode = "429", description = "budget-spent with retryAt")
    public Response approve(
            @PathParam("id") String id, @HeaderParam("If-Match") String ifMatch, @NotNull @Valid NewApproval body) {
        PurgeRequest purge = require(id);
        return acted(
                201,
                id,
                () -> approvePurge.approve(
                        purge,
                        new ApprovePurge.Approval(ifMatch, body.evidenceDigest(), body.comment()),
                        Hand.of(caller),
                        caller.actor(),
                        caller.rawToken()));
    }

    @POST
    @Path("/{id}/denials")
    @Idempotent
    @RolesAllowed("purge-approver")
    @Operation(summary = "Deny it", description = "One denial ends the request.")
    @APIResponse(responseCode = "409", description = "illegal-transition with allowedActions")
    public Response deny(@PathParam("id") String id, @NotNull @Valid Reason body) {
        require(id);
        if (!caller.isHuman()) {
            throw Problem.of(403, "not-human", "Not allowed", "A purge is denied by a person.");
        }
        return acted(200, id, () -> denyPurge.deny(id, caller.actor(), body.reason()));
    }

    @POST
    @Path("/{id}/reprieve")
    @Idempotent
    @RolesAllowed({"purge-requester", "purge-approver", "restore-operator", "support", "auditor", "platform-admin"})
    @Operation(
            summary = "Stop it",
            description =
                    "By anyone who may see it, from any state before the commit that erases. Needs no other service,"
                            + " and no reason.")
    @APIResponse(responseCode = "200", description = "Stopped")
    @APIResponse(
            responseCode = "202",
            description = "A warrant is out and account-service has not said yet which was first; it is being asked."
                    + " Location: the request, where the answer will show")
    @APIResponse(responseCode = "409", description = "illegal-transition: it is over")
    public Response reprieve(@PathParam("id") String id, @Valid Remark body) {
        require(id);
        String reason = body == null || body.reason() == null ? "no reason given" : body.reason();
        boolean stopped =
                refusals.asProblems(id, caller.actor(), () -> reprievePurge.reprieve(id, caller.actor(), reason));
        return shown(stopped ? 200 : ACCEPTED, id);
    }

    @POST
    @Path("/{id}/release")
    @Idempotent
    @RolesAllowed("purge-requester")
    @Operation(
            summary = "Start a held purge again",
            description = "Turns the first key anew; a new backup, new approvals and the whole wait follow.")
    @APIResponse(responseCode = "202", description = "A new backup is being taken. Location: the request")
    @APIResponse(responseCode = "409", description = "illegal-transition with allowedActions; frozen")
    public Response release(@PathParam("id") String id, @Valid Remark body) {
        PurgeRequest purge = require(id);
        String reason = body == null || body.reason() == null ? "" : body.reason();
        return acted(
                ACCEPTED,
                id,
                () -> releasePurge.release(purge, Hand.of(caller), caller.actor(), caller.rawToken(), reason));
    }

    private Response acted(int status, String id, Runnable act) {
        refusals.asProblems(id, caller.actor(), () -> {
            act.run();
            return id;
        });
        return shown(status, id);
    }

    private Response shown(int status, String id) {
        PurgeRequest purge = require(id);
        return Response.status(status)
                .location(status == ACCEPTED ? address(id) : null)
                .tag(new EntityTag(purge.etag()))
                .entity(views.whole(purge))
                .build();
    }

    private static URI address(String id) {
        return URI.create("/api/v1/purge-requests/" + id);
    }

    private PurgeRequest require(String id) {
        return store.find(Ids.require("prg", id))
                .orElseThrow(() -> Problem.of(404, "not-found", "No such purge request", "Nothing has this id."));
    }
}

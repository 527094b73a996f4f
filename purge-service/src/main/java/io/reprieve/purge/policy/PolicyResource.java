package io.reprieve.purge.policy;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprieve.edge.Caller;
import io.reprieve.purge.approval.Hand;
import io.reprieve.purge.request.Refusals;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The rules as they stand, and changing them. */
@Path("/api/v1/policy")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "policy")
public class PolicyResource {
    private final PolicyStore store;
    private final ChangePolicy changePolicy;
    private final Refusals refusals;
    private final Caller caller;

    PolicyResource(PolicyStore store, ChangePolicy changePolicy, Refusals refusals, Caller caller) {
        this.store = store;
        this.changePolicy = changePolicy;
        this.refusals = refusals;
        this.caller = caller;
    }

    /** @param proposed what a second person can confirm by saying the same */
    public record PolicyView(@JsonUnwrapped Policy policy, Instant since, List<ProposalView> proposed) {}

    /** @param until when it lapses */
    public record ProposalView(
            List<String> changes, ObjectNode rules, String reason, String by, Instant at, Instant until) {}

    @GET
    @RolesAllowed({"purge-requester", "purge-approver", "restore-operator", "support", "auditor", "platform-admin"})
    @Operation(
            summary = "The policy in force",
            description = "Durations are ISO 8601; sizes are rows and objects. ETag: the version, for If-Match.")
    @APIResponse(
            responseCode = "200",
            description = "The rules, and what is proposed",
            content = @Content(schema = @Schema(implementation = PolicyView.class)))
    public Response get() {
        return shown(200);
    }

    @PUT
    @RolesAllowed("platform-admin")
    @Operation(
            summary = "Change the policy, with two keys",
            description = "The first person's call proposes (202) and changes nothing. The same rules sent by another"
                    + " person within a day put them in force (200); what was approved before is void then. Rules that"
                    + " are not named stay as they are; reason says why.")
    @APIResponse(responseCode = "200", description = "In force")
    @APIResponse(responseCode = "202", description = "Proposed; another platform-admin confirms it by sending the same")
    @APIResponse(
            responseCode = "403",
            description = "same-person, not-human, person-unknown, stale-sign-in, account-too-new, role-lost")
    @APIResponse(responseCode = "412", description = "The policy is another than the one If-Match names")
    @APIResponse(responseCode = "422", description = "policy-malformed, policy-unsafe, reason-missing, reason-too-long")
    @APIResponse(responseCode = "428", description = "No If-Match")
    public Response change(@HeaderParam("If-Match") String ifMatch, @NotNull ObjectNode rules) {
        ChangePolicy.Asked asked =
                new ChangePolicy.Asked(ifMatch, rules, rules.path("reason").asText(null));
        boolean inForce = refusals.asProblems(
                "policy", caller.actor(), () -> changePolicy.change(asked, Hand.of(caller), caller.actor()));
        return shown(inForce ? 200 : 202);
    }

    private Response shown(int status) {
        PolicyStore.Recorded now = store.newest().orElseThrow();
        List<ProposalView> proposed = store.proposals(now.version(), ChangePolicy.PROPOSAL_STANDS).stream()
                .map(proposal -> new ProposalView(
                        PolicyContent.changes(now.content(), proposal.content()),
                        proposal.content(),
                        proposal.reason(),
                        proposal.by().personId(),
                        proposal.at(),
                        proposal.until()))
                .toList();
        return Response.status(status)
                .tag(new EntityTag(now.version()))
                .entity(new PolicyView(PolicyContent.read(now.version(), now.content()), now.since(), proposed))
                .build();
    }
}

package io.reprieve.purge.policy;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The rules as they stand. */
@Path("/api/v1/policy")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "policy")
public class PolicyResource {
    private final PolicyInForce policy;

    PolicyResource(PolicyInForce policy) {
        this.policy = policy;
    }

    @GET
    @RolesAllowed({"purge-requester", "purge-approver", "restore-operator", "support", "auditor", "platform-admin"})
    @Operation(summary = "The policy in force", description = "Durations are ISO 8601; sizes are rows and objects.")
    public Policy get() {
        return policy.now();
    }
}

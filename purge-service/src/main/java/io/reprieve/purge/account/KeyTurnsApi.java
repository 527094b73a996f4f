package io.reprieve.purge.account;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** account-service's own record of who turned which key: with the person's token, never with ours. */
@Path("/api/v1/accounts/{id}/key-turns")
@RegisterRestClient(configKey = "account-key-turns")
interface KeyTurnsApi {
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Turn(
            String purgeRequestId,
            String turn,
            String digest,
            String kind,
            String reason,
            Long epoch,
            String evidence) {}

    @POST
    KeyTurn turn(@PathParam("id") String id, @HeaderParam("Authorization") String bearer, Turn turn);
}

package io.reprieve.backup.account;

import io.quarkus.oidc.client.filter.OidcClientFilter;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** The part of account-service's API that this service calls, with its own token. */
@RegisterRestClient(configKey = "account")
@OidcClientFilter
@Path("/api/v1/accounts")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
interface AccountApi {

    @GET
    @Path("/{id}")
    AccountView account(@PathParam("id") String id);

    @GET
    AccountPage accounts(
            @QueryParam("status") String status, @QueryParam("limit") int limit, @QueryParam("cursor") String cursor);

    @POST
    @Path("/{id}/reactivation")
    Response reactivate(@PathParam("id") String id, Map<String, String> restore);

    @PUT
    @Path("/{id}/last-drill")
    Response drilled(@PathParam("id") String id, LastDrill drill);
}

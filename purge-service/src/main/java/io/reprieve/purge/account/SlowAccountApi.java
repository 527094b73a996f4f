package io.reprieve.purge.account;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.oidc.client.filter.OidcClientFilter;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** The one call of account-service that may take as long as deleting an account takes. */
@Path("/api/v1/accounts/{id}/erasure")
@OidcClientFilter
@RegisterRestClient(configKey = "erasure")
interface SlowAccountApi {
    /** @param objects the backup's object versions, as backup-service lists them */
    record ErasureOrder(String warrant, String receipt, JsonNode objects) {}

    @POST
    JsonNode erase(@PathParam("id") String id, ErasureOrder order);
}

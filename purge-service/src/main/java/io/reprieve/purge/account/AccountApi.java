package io.reprieve.purge.account;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.oidc.client.filter.OidcClientFilter;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** account-service, with this service's own token. */
@Path("/api/v1")
@OidcClientFilter
@RegisterRestClient(configKey = "account")
interface AccountApi {
    // Boxed: a member that is not told must not be read as zero.
    record FootprintView(
            Long rows, Long bytes, Long objects, Long objectBytes, Integer people, Instant lastActivityAt) {}

    record Duplicate(String accountId, String name, String status, FootprintView footprint) {}

    record Duplicates(List<Duplicate> items) {}

    record CheckFinding(String severity, String rule, String subject, String message) {}

    record DataMapCheck(boolean passes, String dataMapDigest, Boolean fenceDeclared, List<CheckFinding> findings) {}

    record FenceOrder(String purgeRequestId, long expectedEpoch) {}

    record Summary(Long live) {}

    record Deletion(Long number, String accountId) {}

    record Deletions(List<Deletion> items) {}

    record Tombstones(List<JsonNode> items) {}

    @GET
    @Path("/accounts/{id}")
    AccountView account(@PathParam("id") String id);

    @GET
    @Path("/accounts/{id}/footprint")
    FootprintView footprint(@PathParam("id") String id);

    @GET
    @Path("/accounts/{id}/duplicates")
    Duplicates duplicates(@PathParam("id") String id);

    @GET
    @Path("/accounts/{id}/content")
    LiveDigests content(@PathParam("id") String id);

    @GET
    @Path("/accounts/{id}/purge-facts")
    AccountFacts facts(@PathParam("id") String id);

    @GET
    @Path("/data-map/check")
    DataMapCheck checkDataMap();

    @PUT
    @Path("/accounts/{id}/fence")
    AccountView.FenceView fence(@PathParam("id") String id, FenceOrder order);

    @DELETE
    @Path("/accounts/{id}/fence")
    void liftFence(
            @PathParam("id") String id,
            @QueryParam("purgeRequestId") String purgeRequestId,
            @QueryParam("reason") String reason);

    @GET
    @Path("/accounts/summary")
    Summary summary();

    @GET
    @Path("/unsanctioned-deletions")
    Deletions unsanctionedDeletions();

    @GET
    @Path("/tombstones")
    Tombstones tombstones(@QueryParam("purgeRequestId") String purgeRequestId);
}

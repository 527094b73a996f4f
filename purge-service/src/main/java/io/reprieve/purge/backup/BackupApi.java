package io.reprieve.purge.backup;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.oidc.client.filter.OidcClientFilter;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** backup-service, with this service's own token. */
@Path("/api/v1")
@OidcClientFilter
@RegisterRestClient(configKey = "backup")
interface BackupApi {
    record BackupOrder(String accountId, String reason, String purgeRequestId) {}

    /** @param state RUNNING, SUCCEEDED or FAILED */
    record Operation(String id, String state, JsonNode progress, JsonNode result, JsonNode problem) {}

    record BackupView(String id, String accountId, String state, String receipt, Instant verifiedAt) {}

    record LockOrder(String purgeRequestId) {}

    record Locked(String receipt, Instant lockedUntil, boolean lockEnforced) {}

    record RestoreView(String id, String state) {}

    record DrillView(
            String id,
            String backupId,
            String state,
            Double predictedRestoreSeconds,
            JsonNode problem,
            Instant finishedAt) {}

    record Drills(List<DrillView> items) {}

    record Restores(List<RestoreView> items) {}

    @POST
    @Path("/backups")
    Operation take(@HeaderParam("Idempotency-Key") String key, BackupOrder order);

    @GET
    @Path("/operations/{id}")
    Operation operation(@PathParam("id") String id);

    @GET
    @Path("/backups/{id}")
    BackupView backup(@PathParam("id") String id);

    @GET
    @Path("/backups/{id}/object-versions")
    JsonNode objectVersions(@PathParam("id") String id);

    @POST
    @Path("/backups/{id}/lock-extensions")
    Locked extendLocks(@PathParam("id") String id, LockOrder order);

    @GET
    @Path("/restores")
    Restores restores(@QueryParam("accountId") String accountId);

    @GET
    @Path("/drills")
    Drills drills(@QueryParam("accountId") String accountId);
}

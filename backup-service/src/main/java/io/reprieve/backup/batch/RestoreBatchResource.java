package io.reprieve.backup.batch;

import io.reprieve.backup.access.Access;
import io.reprieve.edge.Actor;
import io.reprieve.edge.Caller;
import io.reprieve.edge.Cursor;
import io.reprieve.edge.Idempotent;
import io.reprieve.edge.Ids;
import io.reprieve.edge.Page;
import io.reprieve.outbox.EventActor;
import io.reprieve.outbox.EventDraft;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Batches of restores under way. */
@Path("/api/v1/restore-batches/{id}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "restores")
public class RestoreBatchResource {

    private static final int BEFORE_ALL = -1;

    private final BatchStore batches;
    private final Access access;
    private final Caller caller;

    RestoreBatchResource(BatchStore batches, Access access, Caller caller) {
        this.batches = batches;
        this.access = access;
        this.caller = caller;
    }

    @GET
    @RolesAllowed({Access.OPERATOR, Access.SUPPORT, Access.SERVICE})
    @Operation(
            summary = "One batch of restores",
            description = "Items by state, rows done, rate, time left, and a page of items, filtered by state."
                    + " 404 batch-unknown.")
    public BatchView one(
            @PathParam("id") String id,
            @QueryParam("state") BatchItem.State state,
            @QueryParam("limit") Integer limit,
            @QueryParam("cursor") String cursor) {
        access.readers();
        RestoreBatch batch = batches.get(Ids.require("rsb", id));
        int most = Page.limit(limit);
        int after = Cursor.parse(cursor, 1).map(c -> (int) c.number(0)).orElse(BEFORE_ALL);
        return BatchView.of(
                batch, batches.counts(id), batches.progress(id), batches.items(id, state, after, most), most);
    }

    @POST
    @Path("/cancellation")
    @Idempotent
    @RolesAllowed(Access.OPERATOR)
    @Operation(
            summary = "Cancel what has not begun",
            description = "What has begun is finished. 404 batch-unknown, 409 batch-ended.")
    public BatchView cancel(@PathParam("id") String id) {
        access.operator();
        Actor actor = caller.actor();
        RestoreBatch batch = batches.cancel(
                Ids.require("rsb", id),
                EventDraft.of("restore.batch-cancelled", id)
                        .by(new EventActor(actor.id(), actor.kind(), actor.clientId())));
        return BatchView.of(
                batch,
                batches.counts(id),
                batches.progress(id),
                batches.items(id, null, BEFORE_ALL, Page.DEFAULT_LIMIT),
                Page.DEFAULT_LIMIT);
    }
}

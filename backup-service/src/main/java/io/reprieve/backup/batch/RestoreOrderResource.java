package io.reprieve.backup.batch;

import io.reprieve.backup.access.Access;
import io.reprieve.backup.operation.OperationView;
import io.reprieve.backup.restore.OrderRestore;
import io.reprieve.edge.Caller;
import io.reprieve.edge.Idempotent;
import io.reprieve.edge.Ids;
import io.reprieve.edge.Problem;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Orders restores: one by the plan that was seen, or many at once. */
@Path("/api/v1/restores")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "restores")
public class RestoreOrderResource {

    private final OrderRestore order;
    private final OrderBatch orderBatch;
    private final ResolveItems resolve;
    private final Access access;
    private final Caller caller;

    RestoreOrderResource(
            OrderRestore order, OrderBatch orderBatch, ResolveItems resolve, Access access, Caller caller) {
        this.order = order;
        this.orderBatch = orderBatch;
        this.resolve = resolve;
        this.access = access;
        this.caller = caller;
    }

    @POST
    @Idempotent
    @RolesAllowed(Access.OPERATOR)
    @Operation(
            summary = "Run exactly this plan, or restore many accounts",
            description = "With planId and planHash: 202 with the operation. 404 plan-unknown, 409 restore-refused or"
                    + " restore-under-way, 412 plan-hash-differs. A plan that went stale meanwhile fails the operation with"
                    + " plan-stale. With items (up to 1,000; each an accountId, a backupId, or a planId with planHash): 202"
                    + " with the operation of the batch, whose restoreBatchId is watched at /restore-batches. Each item runs"
                    + " when nothing live stands in its way and fails by itself otherwise. 422 items-refused names every"
                    + " item that cannot be meant, with nothing begun.")
    public Response restore(@NotNull @Valid BatchRequest request) {
        access.operator();
        if (request.onePlan()) {
            return accepted(order.order(Ids.require("rpl", request.planId()), request.planHash(), caller.actor()));
        }
        if (!request.many()) {
            throw Problem.of(
                            422,
                            "order-ambiguous",
                            "Not clear what to restore",
                            "Give either planId with planHash, or items.")
                    .error("items", "either these or planId with planHash");
        }
        return accepted(orderBatch.order(resolve.resolve(request.items()), request.priorityOrUsual(), caller.actor()));
    }

    private static Response accepted(io.reprieve.backup.operation.Operation operation) {
        return Response.accepted(OperationView.of(operation))
                .location(URI.create("/api/v1/operations/" + operation.id))
                .build();
    }
}

package io.reprieve.purge.notice;

import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import io.reprieve.edge.Actor;
import io.reprieve.edge.InvalidSignedToken;
import io.reprieve.purge.lifecycle.IllegalMove;
import io.reprieve.purge.request.PurgeRequest;
import io.reprieve.purge.request.PurgeStore;
import io.reprieve.purge.request.ReprievePurge;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * The undo link of a notice: works without an account, and can do one thing only. Opening it changes nothing, because mail
 * scanners open links; the button on the page does.
 */
@Path("/api/v1/undo")
@Produces(MediaType.TEXT_HTML)
@PermitAll
@Tag(name = "undo")
public class UndoResource {
    private static final int GONE = 410;
    private static final int TOO_MANY = 429;

    private final UndoLinks links;
    private final UndoRate rate;
    private final NoticeStore notices;
    private final PurgeStore store;
    private final ReprievePurge reprievePurge;
    private final Template page;

    UndoResource(
            UndoLinks links,
            UndoRate rate,
            NoticeStore notices,
            PurgeStore store,
            ReprievePurge reprievePurge,
            @Location("undo.html") Template page) {
        this.links = links;
        this.rate = rate;
        this.notices = notices;
        this.store = store;
        this.reprievePurge = reprievePurge;
        this.page = page;
    }

    @GET
    @Operation(
            summary = "The page behind a notice's link",
            description = "Shows what would be stopped. Changes nothing.")
    @APIResponse(responseCode = "410", description = "No such link, used, or too late")
    @APIResponse(responseCode = "429", description = "Too many from one address")
    public Response look(@QueryParam("token") String token, @Context HttpServerRequest request) {
        if (!rate.allows(addressOf(request))) {
            return shown(TOO_MANY, "busy", null, null);
        }
        UndoLinks.Undo undo = read(token);
        return undo == null ? shown(GONE, "gone", null, null) : shown(200, "ask", purge(undo), token);
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Operation(summary = "Stop the purge", description = "Once for each link. Needs no other service.")
    @APIResponse(responseCode = "200", description = "Stopped; 202: being stopped, account-service has the last word")
    @APIResponse(responseCode = "409", description = "It is over")
    @APIResponse(responseCode = "410", description = "No such link, used, or too late")
    public Response undo(@FormParam("token") String token, @Context HttpServerRequest request) {
        if (!rate.allows(addressOf(request))) {
            return shown(TOO_MANY, "busy", null, null);
        }
        UndoLinks.Undo undo = read(token);
        if (undo == null) {
            return shown(GONE, "gone", null, null);
        }
        PurgeRequest purge = purge(undo);
        try {
            Actor contact = new Actor("contact:" + undo.accountId(), "person", "undo-link");
            boolean stopped = reprievePurge.reprieve(
                    purge.id(),
                    contact,
                    "undone by a contact of the account",
                    () -> notices.useUndo(undo.tokenId(), purge.id()));
            return shown(stopped ? 200 : 202, "done", purge, null);
        } catch (IllegalMove e) {
            return shown(409, "over", purge, null);
        }
    }

    private UndoLinks.Undo read(String token) {
        try {
            UndoLinks.Undo undo = links.read(token);
            return notices.undoUsed(undo.tokenId()) ? null : undo;
        } catch (InvalidSignedToken e) {
            return null;
        }
    }

    private PurgeRequest purge(UndoLinks.Undo undo) {
        return store.find(undo.purgeId()).orElseThrow();
    }

    private Response shown(int status, String what, PurgeRequest purge, String token) {
        String html = page.data("what", what)
                .data("accountName", purge == null ? "" : purge.subject().accountName())
                .data("token", token == null ? "" : token)
                .render();
        return Response.status(status)
                .entity(html)
                .header("Referrer-Policy", "no-referrer")
                .header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'")
                .build();
    }

    private static String addressOf(HttpServerRequest request) {
        return request.remoteAddress() == null ? "" : request.remoteAddress().hostAddress();
    }
}

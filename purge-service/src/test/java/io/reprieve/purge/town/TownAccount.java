package io.reprieve.purge.town;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprieve.edge.Ids;
import io.reprieve.edge.Sha256;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** One account as account-service would have it; tests turn its knobs. */
public final class TownAccount {
    public final String id = Ids.next("acc");
    public final String name;
    public volatile long rows;
    public volatile long objects;
    public volatile String status = "ACTIVE";
    public volatile long epoch = 1;
    public volatile String legalHold;
    public volatile Instant signOfLife;
    public volatile int people;
    public volatile Long openInvoices = 0L;
    public volatile String edge;
    public volatile String probe = "HELD";
    public final List<String> emails = new CopyOnWriteArrayList<>();
    public volatile String fencedBy;
    public volatile long fencedAtEpoch;
    public volatile Instant fencedSince;
    public volatile String content = "as generated";
    public final List<String> keyTurns = new ArrayList<>();
    public final List<TownAccount> twins = new ArrayList<>();
    public volatile ObjectNode tombstone;
    public volatile int erasures;

    TownAccount(String name, long rows, long objects) {
        this.name = name;
        this.rows = rows;
        this.objects = objects;
    }

    public String rowsDigest() {
        return Sha256.hex(id + content);
    }

    public String objectVersionsDigest() {
        return Sha256.hex(id + "objects");
    }

    synchronized ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put("name", name)
                .put("accountKey", "key of " + id)
                .put("status", status)
                .put("epoch", epoch)
                .put("createdAt", "2025-11-20T00:00:00Z")
                .put("lastSignOfLifeAt", signOfLife == null ? null : signOfLife.toString());
        ArrayNode contacts = json.putArray("contacts");
        emails.forEach(email -> contacts.addObject().put("name", "Somebody").put("email", email));
        if (legalHold == null) {
            json.putNull("legalHold");
        } else {
            json.putObject("legalHold").put("reason", legalHold).put("by", "psn_provisioner");
        }
        if (fencedBy == null) {
            json.putNull("fence");
        } else {
            json.set("fence", fence());
        }
        return json;
    }

    synchronized ObjectNode fence() {
        ObjectNode fence = JsonNodeFactory.instance
                .objectNode()
                .put("purgeRequestId", fencedBy)
                .put("epochBefore", fencedAtEpoch - 1)
                .put("epochAfter", fencedAtEpoch)
                .put("since", fencedSince.toString());
        fence.putObject("probe").put("outcome", probe).put("detail", "as the product answered");
        return fence;
    }

    synchronized void fence(String purgeId) {
        if (!purgeId.equals(fencedBy)) {
            fencedBy = purgeId;
            fencedAtEpoch = ++epoch;
            fencedSince = Instant.now();
            status = "PENDING_PURGE";
        }
    }

    synchronized void lift(String purgeId) {
        if (purgeId.equals(fencedBy)) {
            fencedBy = null;
            epoch++;
            status = "ACTIVE";
        }
    }

    synchronized ObjectNode footprint() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("accountId", id)
                .put("rows", rows)
                .put("bytes", rows * 100)
                .put("objects", objects)
                .put("objectBytes", objects * 1000)
                .put("people", people)
                .put("lastActivityAt", rows == 0 ? null : "2026-11-20T00:00:00Z");
    }

    synchronized ObjectNode purgeFacts() {
        ObjectNode facts = JsonNodeFactory.instance.objectNode();
        ArrayNode signs = facts.putArray("signsOfLife");
        if (signOfLife != null) {
            signs.addObject().put("kind", "LOGIN").put("at", signOfLife.toString());
        }
        facts.putObject("billing").put("openSubscriptions", 0L).put("openInvoices", openInvoices);
        ArrayNode edges = facts.putArray("crossAccountEdges");
        if (edge != null) {
            edges.add(edge);
        }
        return facts;
    }

    public synchronized ObjectNode erase(String purgeId, String backupId) {
        erasures++;
        tombstone = JsonNodeFactory.instance
                .objectNode()
                .put("id", Ids.next("tmb"))
                .put("accountId", id)
                .put("purgeRequestId", purgeId)
                .put("epoch", epoch)
                .put("erasedAt", Instant.now().toString())
                .put("rows", rows)
                .put("objects", objects)
                .put("digest", rowsDigest())
                .put("backupId", backupId)
                .put("eventId", Ids.next("evt"));
        epoch++;
        status = "PURGED";
        fencedBy = null;
        return tombstone;
    }
}

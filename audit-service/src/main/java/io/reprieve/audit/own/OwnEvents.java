package io.reprieve.audit.own;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprieve.audit.append.AppendEvents;
import io.reprieve.audit.append.EnvelopeReader;
import io.reprieve.audit.append.InvalidEvent;
import io.reprieve.audit.log.Entry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Puts this service's own events into its log, in the form all others have: CloudEvents 1.0, OCSF data. All of them are
 * failures of somebody: calls refused (API Activity, 6003) and what does not fit together (Detection Finding, 2004).
 */
@ApplicationScoped
public class OwnEvents {
    private static final String SERVICE = "audit-service";
    static final String REFUSED = "access.refused";
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final int AT_ONCE = 100;

    private final OwnEventStore store;
    private final AppendEvents sequencer;

    OwnEvents(OwnEventStore store, AppendEvents sequencer) {
        this.store = store;
        this.sequencer = sequencer;
    }

    /** Queues it in the transaction of what it tells of. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void queue(OwnEvent event) {
        store.queue(event.id(), bytes(event));
    }

    /** Appends what is queued. Dying in between appends it again, as the same. */
    public void appendQueued() {
        Map<String, byte[]> queued = store.queued(AT_ONCE);
        if (queued.isEmpty()) {
            return;
        }
        List<Entry> entries = new ArrayList<>();
        for (byte[] leaf : queued.values()) {
            try {
                entries.add(EnvelopeReader.read(leaf));
            } catch (InvalidEvent e) {
                throw new IllegalStateException("this service wrote an event that it does not take", e);
            }
        }
        sequencer.append(entries);
        store.appended(queued.keySet());
    }

    private static byte[] bytes(OwnEvent event) {
        ObjectNode json = JSON.createObjectNode();
        json.put("specversion", "1.0");
        json.put("id", event.id());
        json.put("source", "/" + SERVICE);
        json.put("type", event.type());
        json.put("subject", event.subject());
        json.put("time", event.time().toString());
        json.put("datacontenttype", "application/json");
        if (event.accountId() != null) {
            json.put("accountid", event.accountId());
        }
        json.set("data", data(event));
        try {
            return JSON.writeValueAsString(json).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("an event's detail is not JSON", e);
        }
    }

    private static ObjectNode data(OwnEvent event) {
        boolean refusal = event.type().equals(REFUSED);
        int ocsfClass = refusal ? 6003 : 2004;
        int activity = refusal ? 99 : 1;
        ObjectNode data = JSON.createObjectNode();
        data.put("subjectSeq", 1);
        data.putNull("prev");
        data.put("accountId", event.accountId());
        data.put("outcome", "FAILURE");
        ObjectNode actor = data.putObject("actor");
        actor.putObject("user").put("uid", event.actor());
        actor.put("kind", event.actor().startsWith("service:") ? "service" : "person");
        actor.put("client", event.client());
        data.put("category_uid", ocsfClass / 1000);
        data.put("class_uid", ocsfClass);
        data.put("activity_id", activity);
        data.put("activity_name", refusal ? "Other" : "Create");
        data.put("type_uid", ocsfClass * 100 + activity);
        data.put("severity_id", refusal ? 3 : 5);
        data.put("status_id", 2);
        data.put("time", event.time().toEpochMilli());
        data.putObject("entity").put("uid", event.subject());
        data.putObject("metadata")
                .put("version", "1.4.0")
                .putObject("product")
                .put("name", SERVICE)
                .put("vendor_name", "Reprieve");
        if (event.reason() != null) {
            data.put("comment", event.reason());
        }
        data.set("detail", JSON.valueToTree(new TreeMap<>(event.detail())));
        return data;
    }
}

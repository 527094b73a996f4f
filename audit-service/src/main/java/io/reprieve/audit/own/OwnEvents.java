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
 * Puts this service's own events into its log, in the form all others have: CloudEvents 1.0, OCSF data. Calls refused
 * are API Activity (6003), what does not fit together is a Detection Finding (2004), who is told is Entity Management (3004).
 */
@ApplicationScoped
public class OwnEvents {
    private static final String SERVICE = "audit-service";
    static final String REFUSED = "access.refused";

    /** How OCSF has it. */
    private record Form(int ocsfClass, int activity, String name, int severity, boolean success) {}

    private static final Form FINDING = new Form(2004, 1, "Create", 5, false);
    private static final Map<String, Form> FORMS = Map.of(
            REFUSED,
            new Form(6003, 99, "Other", 3, false),
            "subscription.made",
            new Form(3004, 1, "Create", 1, true),
            "subscription.secret-changed",
            new Form(3004, 3, "Update", 1, true),
            "subscription.ended",
            new Form(3004, 4, "Delete", 1, true));
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
        Form form = FORMS.getOrDefault(event.type(), FINDING);
        ObjectNode data = JSON.createObjectNode();
        data.put("subjectSeq", 1);
        data.putNull("prev");
        data.put("accountId", event.accountId());
        data.put("outcome", form.success() ? "SUCCESS" : "FAILURE");
        ObjectNode actor = data.putObject("actor");
        actor.putObject("user").put("uid", event.actor());
        actor.put("kind", event.actor().startsWith("service:") ? "service" : "person");
        actor.put("client", event.client());
        data.put("category_uid", form.ocsfClass() / 1000);
        data.put("class_uid", form.ocsfClass());
        data.put("activity_id", form.activity());
        data.put("activity_name", form.name());
        data.put("type_uid", form.ocsfClass() * 100 + form.activity());
        data.put("severity_id", form.severity());
        data.put("status_id", form.success() ? 1 : 2);
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

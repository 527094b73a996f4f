package io.reprieve.purge.policy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.runtime.StartupEvent;
import io.reprieve.edge.Json;
import io.reprieve.outbox.EventActor;
import io.reprieve.outbox.EventDraft;
import io.reprieve.outbox.Outbox;
import io.reprieve.purge.database.Database;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;

/** Holds the configured policy against the newest one on record; when they differ, that is a change, and on record too. */
@ApplicationScoped
public class PolicyInForce {
    private static final int BEFORE_THE_SCHEDULER = 100;

    private final PolicyConfig config;
    private final Database database;
    private final Outbox outbox;
    private volatile Policy policy;

    PolicyInForce(PolicyConfig config, Database database, Outbox outbox) {
        this.config = config;
        this.database = database;
        this.outbox = outbox;
    }

    public Policy now() {
        return policy;
    }

    @Transactional
    void record(@Observes @Priority(BEFORE_THE_SCHEDULER) StartupEvent started) {
        ObjectNode content = (ObjectNode) Json.tree(Policy.of("", config));
        content.remove("version");
        database.update("LOCK TABLE policy IN SHARE ROW EXCLUSIVE MODE");
        String version = database.one(
                        "SELECT version FROM policy WHERE version = (SELECT max(version) FROM policy) AND content = ?",
                        row -> row.text("version"),
                        content)
                .orElseGet(() -> changed(content));
        policy = Policy.of(version, config);
    }

    private String changed(ObjectNode content) {
        String version = database.one(
                        "INSERT INTO policy (content) VALUES (?) RETURNING version",
                        row -> row.text("version"),
                        content)
                .orElseThrow();
        outbox.append(EventDraft.of("policy.changed", "policy")
                .by(EventActor.service("purge-service"))
                .with("version", version)
                .with("policy", content));
        return version;
    }
}

package io.reprieve.audit.subscription;

import io.reprieve.audit.event.EventFilter;
import io.reprieve.audit.own.OwnEvent;
import io.reprieve.audit.own.OwnEvents;
import io.reprieve.edge.Actor;
import io.reprieve.edge.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.net.URI;
import java.time.Instant;
import java.util.Map;

/** Makes and ends subscriptions, with the entry that says who let whom be told of what. */
@ApplicationScoped
class ChangeSubscriptions {
    private final SubscriptionStore subscriptions;
    private final SecretSeal seal;
    private final OwnEvents events;

    ChangeSubscriptions(SubscriptionStore subscriptions, SecretSeal seal, OwnEvents events) {
        this.subscriptions = subscriptions;
        this.seal = seal;
        this.events = events;
    }

    @Transactional
    public void make(String id, String url, Topic topic, EventFilter filter, String secret, Actor by) {
        subscriptions.add(id, url, topic, filter, seal.seal(id, secret), by.id());
        tell("subscription.made", id, url, topic, by);
    }

    @Transactional
    public void end(Subscription subscription, Actor by) {
        if (subscriptions.remove(subscription.id())) {
            tell("subscription.ended", subscription.id(), subscription.url(), subscription.topic(), by);
        }
    }

    /** Names the host alone: paths of such URLs are often secrets. */
    private void tell(String type, String id, String url, Topic topic, Actor by) {
        events.queue(new OwnEvent(
                Ids.next("evt"),
                type,
                id + "." + type.substring(type.indexOf('.') + 1),
                Instant.now(),
                null,
                by.id(),
                by.clientId(),
                null,
                Map.of("host", URI.create(url).getHost(), "topic", topic.name())));
    }
}

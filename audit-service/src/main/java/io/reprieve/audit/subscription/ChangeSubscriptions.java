package io.reprieve.audit.subscription;

import io.reprieve.audit.event.EventFilter;
import io.reprieve.audit.own.OwnEvent;
import io.reprieve.audit.own.OwnEvents;
import io.reprieve.edge.Actor;
import io.reprieve.edge.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.net.URI;
import java.time.Duration;
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
        tell("subscription.made", id + ".made", url, topic, by);
    }

    /** @return whether there was such a subscription still */
    @Transactional
    public boolean changeSecret(Subscription subscription, String secret, Duration overlap, Actor by) {
        String id = subscription.id();
        boolean changed = subscriptions.changeSecret(id, seal.seal(id, secret), overlap);
        if (changed) {
            // As often as somebody asks: each time a subject of its own.
            String subject = id + ".secret-" + Ids.next("evt").substring("evt_".length());
            tell("subscription.secret-changed", subject, subscription.url(), subscription.topic(), by);
        }
        return changed;
    }

    @Transactional
    public void end(Subscription subscription, Actor by) {
        if (subscriptions.remove(subscription.id())) {
            tell("subscription.ended", subscription.id() + ".ended", subscription.url(), subscription.topic(), by);
        }
    }

    /** Names the host alone: paths of such URLs are often secrets. */
    private void tell(String type, String subject, String url, Topic topic, Actor by) {
        events.queue(new OwnEvent(
                Ids.next("evt"),
                type,
                subject,
                Instant.now(),
                null,
                by.id(),
                by.clientId(),
                null,
                Map.of("host", URI.create(url).getHost(), "topic", topic.name())));
    }
}

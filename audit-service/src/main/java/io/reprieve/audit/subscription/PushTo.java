package io.reprieve.audit.subscription;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.All;
import io.reprieve.audit.subscription.DeliveryStore.Delivery;
import io.reprieve.audit.subscription.Sink.Outcome;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;

/** Sends one subscriber what is due, at least once, and notes how it went. */
@Singleton
class PushTo {
    private static final Logger LOG = Logger.getLogger(PushTo.class);
    private static final int AT_ONCE = 8;

    private final SubscriptionStore subscriptions;
    private final DeliveryStore deliveries;
    private final Sink sink;
    private final Map<Topic, MessageSource> sources = new EnumMap<>(Topic.class);
    private final PushConfig config;
    private final Retry retry;
    private final MeterRegistry meters;

    PushTo(
            SubscriptionStore subscriptions,
            DeliveryStore deliveries,
            Sink sink,
            @All List<MessageSource> sources,
            PushConfig config,
            MeterRegistry meters) {
        this.subscriptions = subscriptions;
        this.deliveries = deliveries;
        this.sink = sink;
        sources.forEach(source -> this.sources.put(source.topic(), source));
        this.config = config;
        this.retry = new Retry(config.firstRetry(), config.longestRetry());
        this.meters = meters;
    }

    /** A handful; stops at the first sign that the receiver is not well. */
    void push(Subscription to) {
        // Longer than an attempt takes, so that two replicas send the same only if one of them died.
        List<Delivery> claimed =
                deliveries.claim(to.id(), AT_ONCE, config.timeout().multipliedBy(3));
        Map<Long, Message> messages = sources.get(to.topic())
                .of(claimed.stream().map(Delivery::number).toList());
        List<CompletableFuture<Outcome>> attempts = new ArrayList<>();
        for (Delivery delivery : claimed) {
            attempts.add(attempt(to, messages.get(delivery.number())).toCompletableFuture());
        }
        boolean unwell = false;
        for (int i = 0; i < claimed.size(); i++) {
            unwell |= settle(to, claimed.get(i), attempts.get(i).join());
        }
        if (unwell) {
            subscriptions.rest(to.id(), retry.after(to.failures() + 1));
        } else if (!claimed.isEmpty()) {
            subscriptions.well(to.id());
        }
    }

    /** @param message null: what it would tell is gone from the log */
    private CompletionStage<Outcome> attempt(Subscription to, Message message) {
        return message == null
                ? CompletableFuture.completedStage(new Sink.Refused("what it would tell is gone from the log"))
                : sink.send(to, message);
    }

    private boolean settle(Subscription to, Delivery delivery, Outcome outcome) {
        if (outcome instanceof Sink.Delivered) {
            deliveries.delivered(delivery.id());
            count("delivered");
            return false;
        }
        if (outcome instanceof Sink.Gone) {
            LOG.warnf("The receiver of %s wants nothing more (410)", to.id());
            deliveries.dead(delivery.id(), "answered 410 Gone");
            subscriptions.gone(to.id());
            count("dead");
            return false;
        }
        String why = outcome instanceof Sink.Refused refused ? refused.why() : ((Sink.Unreachable) outcome).why();
        failed(to, delivery, why);
        return outcome instanceof Sink.Unreachable;
    }

    private void failed(Subscription to, Delivery delivery, String why) {
        subscriptions.failed(to.id(), why);
        Duration tried = Duration.between(delivery.since(), Instant.now());
        if (tried.compareTo(config.giveUp()) >= 0) {
            LOG.errorf("Given up after %s: message %d of %s, %s", tried, delivery.number(), to.id(), why);
            deliveries.dead(delivery.id(), why);
            count("dead");
        } else {
            deliveries.retry(delivery.id(), retry.after(delivery.attempts() + 1), why);
            count("failed");
        }
    }

    private void count(String outcome) {
        meters.counter("reprieve.audit.deliveries", "outcome", outcome).increment();
    }
}

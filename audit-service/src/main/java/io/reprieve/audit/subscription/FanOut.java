package io.reprieve.audit.subscription;

import io.reprieve.audit.event.LoggedEvent;
import io.reprieve.audit.follow.Follower;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Queues every entry for those who want it, in the order of the log; and every alert, for whoever raises it. */
@ApplicationScoped
public class FanOut implements Follower {
    private final SubscriptionStore subscriptions;
    private final DeliveryStore deliveries;

    FanOut(SubscriptionStore subscriptions, DeliveryStore deliveries) {
        this.subscriptions = subscriptions;
        this.deliveries = deliveries;
    }

    @Override
    public String name() {
        return "push";
    }

    @Override
    public void take(Connection connection, List<LoggedEvent> entries) throws SQLException {
        for (Subscription subscription : subscriptions.active(Topic.EVENTS)) {
            List<Long> wanted = entries.stream()
                    .filter(subscription::wants)
                    .map(LoggedEvent::index)
                    .toList();
            if (!wanted.isEmpty()) {
                deliveries.add(connection, subscription.id(), wanted);
            }
        }
    }

    /** Queues an alert, in the transaction that raises it. */
    public void alert(Connection connection, long number) throws SQLException {
        for (Subscription subscription : subscriptions.active(Topic.ALERTS)) {
            deliveries.add(connection, subscription.id(), List.of(number));
        }
    }
}

package io.reprieve.audit.alert;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.reprieve.audit.event.LoggedEvent;
import io.reprieve.audit.follow.Follower;
import io.reprieve.audit.subscription.FanOut;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/** Holds every entry against every rule, once, in the order of the log. */
@ApplicationScoped
class RaiseAlerts implements Follower {
    private static final Logger LOG = Logger.getLogger(RaiseAlerts.class);

    private record Counted(AlertRule rule, String key) {}

    private final AlertRules rules;
    private final AlertStore alerts;
    private final FanOut push;
    private final MeterRegistry meters;

    RaiseAlerts(AlertRules rules, AlertStore alerts, FanOut push, MeterRegistry meters) {
        this.rules = rules;
        this.alerts = alerts;
        this.push = push;
        this.meters = meters;
        // Each there from the start, so that the first increase is seen as one.
        rules.all().forEach(this::counter);
    }

    @Override
    public String name() {
        return "alerts";
    }

    @Override
    public void take(Connection connection, List<LoggedEvent> entries) throws SQLException {
        Map<Counted, Window> windows = new LinkedHashMap<>();
        for (LoggedEvent event : entries) {
            for (AlertRule rule : rules.all()) {
                if (rule.when().holds(event)) {
                    List<Long> because = rule.count() == 1
                            ? List.of(event.index())
                            : window(connection, windows, new Counted(rule, rule.key(event)))
                                    .take(event);
                    raise(connection, rule, event, because);
                }
            }
        }
        for (Map.Entry<Counted, Window> counted : windows.entrySet()) {
            alerts.keep(connection, counted.getKey().rule(), counted.getKey().key(), counted.getValue());
        }
    }

    private Window window(Connection connection, Map<Counted, Window> windows, Counted counted) throws SQLException {
        Window window = windows.get(counted);
        if (window == null) {
            window = alerts.window(connection, counted.rule(), counted.key());
            windows.put(counted, window);
        }
        return window;
    }

    private void raise(Connection connection, AlertRule rule, LoggedEvent event, List<Long> because)
            throws SQLException {
        if (because.isEmpty()) {
            return;
        }
        push.alert(connection, alerts.raise(connection, rule, event, because));
        counter(rule).increment();
        LOG.warnf("Alert %s (%s): entry %d, %s", rule.name(), rule.severity(), event.index(), event.id());
    }

    private Counter counter(AlertRule rule) {
        return meters.counter(
                "reprieve.audit.alerts",
                "rule",
                rule.name(),
                "severity",
                rule.severity().name());
    }
}

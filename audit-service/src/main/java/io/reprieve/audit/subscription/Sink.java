package io.reprieve.audit.subscription;

import java.util.concurrent.CompletionStage;

/** A way by which messages leave: webhooks now; syslog (RFC 5424) and Kafka would be others. */
interface Sink {
    /** How an attempt ended. */
    sealed interface Outcome permits Delivered, Refused, Unreachable, Gone {}

    record Delivered() implements Outcome {}

    /** The receiver is there and does not want this message, for now. */
    record Refused(String why) implements Outcome {}

    /** The receiver did not answer as one that works does; others of its messages would fare the same. */
    record Unreachable(String why) implements Outcome {}

    /** The receiver wants nothing more, ever. */
    record Gone() implements Outcome {}

    /** Sends once, within a bounded time; never completes exceptionally. */
    CompletionStage<Outcome> send(Subscription to, Message message);
}

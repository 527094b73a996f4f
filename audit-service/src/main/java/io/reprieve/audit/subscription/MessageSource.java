package io.reprieve.audit.subscription;

import java.util.Collection;
import java.util.Map;

/** Writes the messages of one topic, when they are about to leave. */
public interface MessageSource {
    Topic topic();

    /** The messages of these numbers. */
    Map<Long, Message> of(Collection<Long> numbers);
}

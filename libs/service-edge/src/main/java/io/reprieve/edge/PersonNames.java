package io.reprieve.edge;

import java.util.Collection;
import java.util.Map;

/**
 * What persons are called, for whoever is shown an id. Looked up when shown, kept for a minute in memory, stored
 * nowhere: who leaves the realm leaves no name behind.
 */
public interface PersonNames {
    /**
     * Names by {@code person_id}; a person Keycloak does not know, or does not tell of in time, is missing. Never throws.
     */
    Map<String, String> of(Collection<String> personIds);
}

package io.reprieve.localstack.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.reprieve.localservers.Tokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The people of the story: who is behind a person id, as their own tokens say. */
final class People {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, String> names = new LinkedHashMap<>();

    People(String realm, List<String> users) {
        for (String user : users) {
            names.put(personId(Tokens.of(realm, user)), user);
        }
    }

    /** The login behind a person id; the id itself when it is a service or nobody of ours. */
    String name(String actorId) {
        return names.getOrDefault(actorId, actorId);
    }

    private static String personId(String token) {
        try {
            return JSON.readTree(Base64.getUrlDecoder().decode(token.split("\\.")[1]))
                    .path("person_id")
                    .asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

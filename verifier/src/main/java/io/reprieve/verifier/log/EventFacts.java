package io.reprieve.verifier.log;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** What a check needs of an event, read past everything else: a tree of the whole would cost three times the hashing. */
final class EventFacts {
    private static final JsonFactory JSON = new JsonFactory();

    private String source = "";
    private String subject = "";
    private String account;
    private String prev;
    private long seq;

    private EventFacts() {}

    /** @throws IOException when it is not a JSON object */
    static EventFacts of(byte[] entry) throws IOException {
        EventFacts facts = new EventFacts();
        try (JsonParser parser = JSON.createParser(entry)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("no JSON object");
            }
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                parser.nextToken();
                facts.take(name, parser);
            }
        }
        return facts;
    }

    private void take(String name, JsonParser parser) throws IOException {
        switch (name) {
            case "source" -> source = text(parser);
            case "subject" -> subject = text(parser);
            case "accountid" -> account = text(parser);
            case "data" -> data(parser);
            default -> parser.skipChildren();
        }
    }

    private void data(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken value = parser.nextToken();
            if (name.equals("prev")) {
                prev = text(parser);
            } else if (name.equals("subjectSeq") && value == JsonToken.VALUE_NUMBER_INT) {
                seq = parser.getLongValue();
            } else {
                parser.skipChildren();
            }
        }
    }

    private static String text(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            return parser.getText();
        }
        parser.skipChildren();
        return null;
    }

    /** Source and subject: what its number counts within. */
    String aggregate() {
        return source + " " + subject;
    }

    /** Its number within the aggregate, from 1; 0 when it names none. */
    long seq() {
        return seq;
    }

    /** SHA-256, hex, of the aggregate's event before; null for the first. */
    String prev() {
        return prev;
    }

    /** Null when no account is concerned. */
    String account() {
        return account;
    }
}

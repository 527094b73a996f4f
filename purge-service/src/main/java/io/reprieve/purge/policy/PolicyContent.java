package io.reprieve.purge.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprieve.edge.Json;
import io.reprieve.edge.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A policy as JSON, without its version: what is kept, compared and sent. */
final class PolicyContent {
    /** Members of the answer to a GET that are no rules; whoever sends an answer back may leave them in. */
    private static final Set<String> NO_RULES = Set.of("version", "since", "proposed", "reason");

    private PolicyContent() {}

    static ObjectNode of(Policy policy) {
        // By way of its text: the same numbers are the same nodes then, wherever they were read from.
        ObjectNode content = (ObjectNode) Json.parse(Json.canonical(policy));
        content.remove("version");
        return content;
    }

    static Policy read(String version, ObjectNode content) {
        return Json.parse(content.deepCopy().put("version", version).toString(), Policy.class);
    }

    /** {@code base} with every top-level rule that {@code configured} says otherwise than it did. */
    static ObjectNode reconfigured(ObjectNode base, ObjectNode before, ObjectNode configured) {
        ObjectNode wanted = base.deepCopy();
        configured.properties().stream()
                .filter(rule -> !rule.getValue().equals(before.get(rule.getKey())))
                .forEach(rule -> wanted.set(rule.getKey(), rule.getValue()));
        wanted.retain(configured.properties().stream().map(Map.Entry::getKey).toList());
        return wanted;
    }

    /**
     * {@code inForce} with what was asked for; what is not named stays as it is.
     *
     * @throws Problem 422 {@code policy-malformed}
     */
    static Policy asked(Policy inForce, ObjectNode asked) {
        ObjectNode wanted = of(inForce);
        ObjectNode rules = asked.deepCopy();
        rules.remove(NO_RULES);
        overlay(wanted, "", rules);
        try {
            return read(inForce.version(), wanted);
        } catch (IllegalArgumentException e) {
            throw malformed();
        }
    }

    private static void overlay(ObjectNode onto, String path, ObjectNode from) {
        from.properties().forEach(rule -> {
            String name = rule.getKey();
            JsonNode value = rule.getValue();
            if (!onto.has(name) || value.isNull()) {
                throw malformed().error(path + name, value.isNull() ? "must not be null" : "no such rule");
            }
            if (value instanceof ObjectNode nested && onto.get(name) instanceof ObjectNode below) {
                overlay(below, path + name + ".", nested);
            } else {
                onto.set(name, value);
            }
        });
    }

    private static Problem malformed() {
        return Problem.of(
                422, "policy-malformed", "That is no policy", "Send rules as GET shows them, each in the same form.");
    }

    /** In words, rule by rule. */
    static List<String> changes(JsonNode before, JsonNode now) {
        return changes("", before, now);
    }

    private static List<String> changes(String prefix, JsonNode before, JsonNode now) {
        List<String> changes = new ArrayList<>();
        Set<String> names = new TreeSet<>();
        before.fieldNames().forEachRemaining(names::add);
        now.fieldNames().forEachRemaining(names::add);
        for (String name : names) {
            JsonNode then = before.path(name);
            JsonNode today = now.path(name);
            if (then.isObject() && today.isObject()) {
                changes.addAll(changes(prefix + name + ".", then, today));
            } else if (!then.equals(today)) {
                changes.add("%s%s: %s, was %s".formatted(prefix, name, inWords(today), inWords(then)));
            }
        }
        return changes;
    }

    private static String inWords(JsonNode value) {
        return value.isMissingNode() ? "unset" : value.isTextual() ? value.textValue() : value.toString();
    }
}

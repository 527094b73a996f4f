package io.reprieve.journey;

import io.reprieve.journey.AuthorizationTable.Line;
import io.reprieve.localservers.Tokens;
import io.reprieve.localstack.Api;
import io.reprieve.localstack.Stack;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The running suite as the authorization table calls it: every caller with a token of their own. */
final class Callers {
    static final String UNKNOWN = "00000000-0000-7000-8000-000000000000";

    private final Map<String, String> tokens = new ConcurrentHashMap<>();
    private final Stack stack = TheStack.running();
    private final String account;

    Callers() {
        account = new Api(stack.addresses(), Duration.ofMinutes(1), message -> {})
                .get("support", "account-service", "/accounts?status=ACTIVE&limit=1")
                .orFail("find an account")
                .body()
                .at("/items/0/id")
                .asText();
    }

    /** The line's path, with its query. */
    String path(Line line) {
        return filled(line.path());
    }

    Wire.Answer call(Line line, String token) {
        return call(line, path(line), token);
    }

    /** The line's call with its path spelt otherwise. */
    Wire.Answer call(Line line, String target, String token) {
        return Wire.send(stack.url(line.service()), line.method(), target, token, filled(line.body()));
    }

    String token(String caller) {
        return tokens.computeIfAbsent(
                caller,
                name -> AuthorizationTable.isService(name)
                        ? Tokens.ofService(stack.addresses().realm(), name)
                        : stack.token(name));
    }

    String realm() {
        return stack.addresses().realm();
    }

    private String filled(String template) {
        return template.replace("{account}", account)
                .replace("{nobody}", "acc_" + UNKNOWN)
                .replace("{purge}", "prg_" + UNKNOWN)
                .replace("{backup}", "bkp_" + UNKNOWN)
                .replace("{plan}", "rpl_" + UNKNOWN)
                .replace("{restore}", "rst_" + UNKNOWN)
                .replace("{drill}", "drl_" + UNKNOWN)
                .replace("{batch}", "rsb_" + UNKNOWN)
                .replace("{comparison}", "cmp_" + UNKNOWN)
                .replace("{operation}", "op_" + UNKNOWN)
                .replace("{event}", "evt_" + UNKNOWN)
                .replace("{subscription}", "sub_" + UNKNOWN);
    }
}

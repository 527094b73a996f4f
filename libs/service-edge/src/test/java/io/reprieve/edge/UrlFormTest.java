package io.reprieve.edge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrlFormTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/api/v1/accounts",
                "/api/v1/events:batch",
                "/tile/0/x001.p/8",
                "/api/v1/tile/0/x001.p/8",
                "/api/v1/tile/entries/x123/x456.p/255",
                "/checkpoint",
                "/q/health/ready",
                "/q/openapi",
                "/q/swagger-ui",
                "/q/swagger-ui/",
                "/q/swagger-ui/index.html",
                "/api/v1/accounts/acc_0192f0c1-7a3e-7cc3-98c4-dc0c0c07398f",
                "/api/v1/a.b/..c/d..",
                "/api/v1/.well-known",
                "/api/v1/...",
                "/api/v1/a~b!c$d&e'f(g)h*i+j,k=l@m",
                "/api/v1/a%20b",
                "/api/v1/caf%C3%A9",
                "/api/v1/%e2%82%ac",
                "/api/v1/a%22b%7B%7D"
            })
    void a_plain_path_passes(String path) {
        assertThat(UrlGuard.refusalOf(path)).as(path).isEmpty();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "*",
                "api/v1/accounts",
                "//",
                "//api/v1/accounts",
                "/api//v1",
                "/api/v1/accounts//",
                "/api/v1/accounts/",
                "/q/swagger-ui//",
                "/q/swagger-ui/x/",
                "/api/v1/accounts;",
                "/api/v1/accounts;x=1",
                "/api;x=1/v1/accounts",
                "/;x",
                "/.",
                "/..",
                "/api/./v1",
                "/api/../v1",
                "/api/v1/.",
                "/api/v1/..",
                "/api/v1/%2e",
                "/api/v1/%2E%2e/accounts",
                "/api/v1/.%2e/accounts",
                "/api/v1/x%2ep",
                "/api%2fv1",
                "/api%2Fv1",
                "/api/v1/accounts%2f",
                "/api%5cv1",
                "/api%5Cv1",
                "/api\\v1",
                "/api/v1/accounts%3bx=1",
                "/api/v1/accounts%3B",
                "/api/v1/%25",
                "/api/v1/%252e%252e",
                "/api/v1/%2525",
                "/api/v1/a%00",
                "/api/v1/a%0a",
                "/api/v1/a%0D%0AX:y",
                "/api/v1/a%1f",
                "/api/v1/a%7f",
                "/api/v1/%61ccounts",
                "/api/v1/events%3abatch",
                "/api/v1/a%7Eb",
                "/api/v1/a%2Db",
                "/api/v1/a%",
                "/api/v1/a%2",
                "/api/v1/a%g0",
                "/api/v1/a%\u0661\u0661",
                "/api/v1/%u002e",
                "/api/v1/caf\u00e9",
                "/api/v1/\uff0e\uff0e/accounts",
                "/api/v1/\u2215accounts",
                "/api/v1/a b",
                "/api/v1/a\tb",
                "/api/v1/a\u0000",
                "/api/v1/a#b",
                "/api/v1/a?b",
                "/api/v1/a|b",
                "/api/v1/{id}",
                "/api/v1/a^b",
                "/api/v1/\"a\"",
                "/api/v1/<a>",
                "/api/v1/%c0%ae%c0%ae",
                "/api/v1/%c0%af",
                "/api/v1/%e0%80%af",
                "/api/v1/%ff",
                "/api/v1/%ed%a0%80",
                "/api/v1/%c3"
            })
    void any_other_spelling_is_refused(String path) {
        assertThat(UrlGuard.refusalOf(path)).as(path).isPresent();
    }

    @ParameterizedTest
    @ValueSource(ints = {2049, 100_000})
    void an_endless_path_is_refused(int length) {
        assertThat(UrlGuard.refusalOf("/" + "a".repeat(length - 1))).isPresent();
    }
}

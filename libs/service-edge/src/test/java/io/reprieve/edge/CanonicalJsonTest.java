package io.reprieve.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalJsonTest {

    /** RFC 8785 section 3.2.2 and 3.2.4. */
    @Test
    void the_example_of_the_rfc_comes_out_byte_for_byte() {
        String input = "{\"numbers\": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],"
                + "\"string\": \"\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\\"\\/\","
                + "\"literals\": [null, true, false]}";
        assertThat(Json.canonical(Json.parse(input)))
                .isEqualTo("{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
                        + "\"string\":\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
    }

    /** RFC 8785 section 3.2.3. */
    @Test
    void members_are_sorted_by_utf_16_code_units() {
        String input = "{\"\\u20ac\": \"Euro Sign\", \"\\r\": \"Carriage Return\","
                + "\"\\ufb33\": \"Hebrew Letter Dalet With Dagesh\", \"1\": \"One\","
                + "\"\\ud83d\\ude00\": \"Emoji: Grinning Face\", \"\\u0080\": \"Control\","
                + "\"\\u00f6\": \"Latin Small Letter O With Diaeresis\"}";
        assertThat(Json.canonical(Json.parse(input)))
                .containsSubsequence(
                        "Carriage Return",
                        "One",
                        "Control",
                        "Latin Small Letter O With Diaeresis",
                        "Euro Sign",
                        "Emoji: Grinning Face",
                        "Hebrew Letter Dalet With Dagesh");
    }

    /** RFC 8785 appendix B; the doubles by their IEEE 754 bits. */
    @ParameterizedTest
    @CsvSource({
        "0000000000000000, 0",
        "8000000000000000, 0",
        "0000000000000001, 5e-324",
        "8000000000000001, -5e-324",
        "7fefffffffffffff, 1.7976931348623157e+308",
        "ffefffffffffffff, -1.7976931348623157e+308",
        "4340000000000000, 9007199254740992",
        "c340000000000000, -9007199254740992",
        "4430000000000000, 295147905179352830000",
        "44b52d02c7e14af5, 9.999999999999997e+22",
        "44b52d02c7e14af6, 1e+23",
        "44b52d02c7e14af7, 1.0000000000000001e+23",
        "444b1ae4d6e2ef4e, 999999999999999700000",
        "444b1ae4d6e2ef4f, 999999999999999900000",
        "444b1ae4d6e2ef50, 1e+21",
        "3eb0c6f7a0b5ed8c, 9.999999999999997e-7",
        "3eb0c6f7a0b5ed8d, 0.000001",
        "41b3de4355555553, 333333333.3333332",
        "41b3de4355555554, 333333333.33333325",
        "41b3de4355555555, 333333333.3333333",
        "41b3de4355555556, 333333333.3333334",
        "41b3de4355555557, 333333333.33333343",
        "becbf647612f3696, -0.0000033333333333333333",
        "43143ff3c1cb0959, 1424953923781206.2"
    })
    void numbers_come_out_as_ecmascript_prints_them(String bits, String expected) {
        assertThat(CanonicalJson.ecmaScript(Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16))))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"9007199254740993", "-9007199254740993", "123456789012345678901", "1e400", "{\"a\":1e999}"})
    void what_no_double_holds_is_refused(String json) {
        assertThatThrownBy(() -> Json.canonical(Json.parse(json))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_lone_surrogate_is_refused() {
        assertThatThrownBy(() -> Json.canonical(Map.of("a", "\ud83d"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Json.canonical(Map.of("a", "\ude00x"))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nested_values_and_empty_ones_have_no_white_space() {
        assertThat(Json.canonical(Map.of("b", List.of(), "a", Map.of("y", 1, "x", List.of(Map.of())))))
                .isEqualTo("{\"a\":{\"x\":[{}],\"y\":1},\"b\":[]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":1,\"a\":2}", "{} {}", "", "{'a':1}", "nul", "[1,]"})
    void what_is_not_exactly_one_json_value_is_refused(String json) {
        assertThatThrownBy(() -> Json.parse(json)).isInstanceOf(IllegalArgumentException.class);
    }
}

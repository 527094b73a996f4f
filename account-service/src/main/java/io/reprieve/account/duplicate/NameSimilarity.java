package io.reprieve.account.duplicate;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.commons.text.similarity.JaroWinklerSimilarity;

/**
 * How alike two customers' names are, from 0 to 1: Jaro-Winkler (Winkler, 1990) over names without case, accents, punctuation
 * and legal form.
 */
public final class NameSimilarity {
    private static final JaroWinklerSimilarity JARO_WINKLER = new JaroWinklerSimilarity();
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern NOT_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final Pattern NUMBER = Pattern.compile(".*\\p{N}.*");
    private static final Set<String> LEGAL_FORMS = Set.of(
            "inc",
            "incorporated",
            "llc",
            "llp",
            "ltd",
            "limited",
            "plc",
            "corp",
            "corporation",
            "co",
            "company",
            "gmbh",
            "ag",
            "kg",
            "sa",
            "sas",
            "sarl",
            "srl",
            "spa",
            "bv",
            "nv",
            "ab",
            "as",
            "oy",
            "aps",
            "pty",
            "the");

    private NameSimilarity() {}

    /** The name as it is compared and stored for comparing. */
    public static String normalise(String name) {
        var plain = MARKS.matcher(Normalizer.normalize(name, Normalizer.Form.NFKD))
                .replaceAll("")
                .toLowerCase(Locale.ROOT);
        var words = Arrays.stream(NOT_WORD.split(plain))
                .filter(word -> !word.isEmpty())
                .toList();
        var telling = words.stream().filter(word -> !LEGAL_FORMS.contains(word)).toList();
        return String.join(" ", telling.isEmpty() ? words : telling);
    }

    /** Likeness of two normalised names. */
    public static double between(String one, String other) {
        if (one.isEmpty() || other.isEmpty()) {
            return 0;
        }
        if (one.equals(other)) {
            return 1;
        }
        // "Store 17" and "Store 18" differ by one letter and are two customers.
        if (!numbers(one).equals(numbers(other))) {
            return 0;
        }
        var likeness = Math.max(JARO_WINKLER.apply(one, other), JARO_WINKLER.apply(sorted(one), sorted(other)));
        return Math.min(likeness, weakestWord(one, other));
    }

    // A long common beginning alone lifts Jaro-Winkler: each word of the shorter name must find its like in the other.
    private static double weakestWord(String one, String other) {
        var left = one.split(" ");
        var right = other.split(" ");
        var shorter = left.length <= right.length ? left : right;
        var longer = shorter == left ? right : left;
        return Arrays.stream(shorter)
                .mapToDouble(word -> Arrays.stream(longer)
                        .mapToDouble(like -> JARO_WINKLER.apply(word, like))
                        .max()
                        .orElse(0))
                .min()
                .orElse(0);
    }

    private static List<String> numbers(String name) {
        return Arrays.stream(name.split(" "))
                .filter(word -> NUMBER.matcher(word).matches())
                .sorted()
                .toList();
    }

    private static String sorted(String name) {
        return Arrays.stream(name.split(" ")).sorted().collect(Collectors.joining(" "));
    }
}

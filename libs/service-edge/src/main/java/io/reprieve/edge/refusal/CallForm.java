package io.reprieve.edge.refusal;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Method and path of a call with the ids taken out, so that calls of one kind look alike. */
final class CallForm {
    private static final Pattern ID = Pattern.compile("[a-z]{2,5}_[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern NUMBER = Pattern.compile("(?<=/)[0-9]+(?=/|$)");
    private static final Pattern PRINTABLE = Pattern.compile("[\\x21-\\x7e]*");
    private static final int LONGEST = 120;

    private CallForm() {}

    static String of(String method, String path) {
        String form = NUMBER.matcher(ID.matcher(path).replaceAll("{id}")).replaceAll("{n}");
        return method + " "
                + (form.length() <= LONGEST && PRINTABLE.matcher(form).matches() ? form : "(odd path)");
    }

    /** The last id in a path; empty for none. */
    static String subject(String path) {
        String last = "";
        for (Matcher ids = ID.matcher(path); ids.find(); ) {
            last = ids.group();
        }
        return last;
    }
}

package io.reprieve.journey;

import java.util.stream.Stream;

/** Ways to write a path so that one reader may take it for this path and another reader may not. */
final class UrlSpellings {
    private UrlSpellings() {}

    /** None of them is the path itself; each ought to be refused by whoever reads it first. */
    static Stream<String> of(String path) {
        int last = path.lastIndexOf('/');
        String parent = path.substring(0, last);
        String name = path.substring(last + 1);
        String firstByte = "%%%02x".formatted((int) name.charAt(0));
        return Stream.of(
                path + "/",
                path + "//",
                path + "/.",
                path + "/..",
                path + "/./",
                path + "/../" + name,
                path + "/x/..",
                path + ";",
                path + ";x=1",
                path + ";/",
                path + ";.json",
                "/" + path,
                "//x" + path,
                parent + "//" + name,
                parent + "/./" + name,
                parent + "/x/../" + name,
                parent + ";x=1/" + name,
                parent + "/;/" + name,
                "/api;/v1" + path.substring("/api/v1".length()),
                "/api/../api/v1" + path.substring("/api/v1".length()),
                path + "%2f",
                path + "%2F",
                parent + "%2f" + name,
                parent + "%2F" + name,
                parent + "/%2e/" + name,
                parent + "/%2E/" + name,
                parent + "/x/%2e%2e/" + name,
                parent + "/x/.%2e/" + name,
                path + "/%2e%2e",
                path + "%3b",
                path + "%3Bx=1",
                path + "%5c",
                path + "\\",
                parent + "\\" + name,
                parent + "%5C" + name,
                path + "%25",
                parent + "/%252e/" + name,
                path + "%00",
                path + "%0a",
                path + "%0d%0a",
                path + "%09",
                parent + "/" + firstByte + name.substring(1),
                parent + "/" + firstByte.toUpperCase(java.util.Locale.ROOT) + name.substring(1),
                path + "%",
                path + "%2",
                path + "%zz",
                parent + "/%c0%ae/" + name,
                path + "%c0%af",
                path + "\u00e9");
    }
}

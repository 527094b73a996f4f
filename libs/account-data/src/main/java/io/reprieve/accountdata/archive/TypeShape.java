package io.reprieve.accountdata.archive;

import java.util.List;

/**
 * A user-defined type that columns need, enough to make it again in the scratch database.
 *
 * @param kind what it is
 * @param name qualified, as SQL takes it
 * @param labels an enum's labels in order; a range's multirange type; empty otherwise
 * @param base a domain's or range's underlying type; an extension's name for a type that an extension brings; null otherwise
 * @param attributes a composite's attributes; empty otherwise
 */
public record TypeShape(Kind kind, String name, List<String> labels, String base, List<ColumnShape> attributes) {

    /** The kinds of types that are mirrored. */
    public enum Kind {
        ENUM,
        DOMAIN,
        COMPOSITE,
        RANGE,
        EXTENSION
    }
}

package io.reprieve.outbox;

import java.util.Map;

/**
 * The part of OCSF 1.x Entity Management (class 3004, https://schema.ocsf.io/classes/entity_management) that every
 * event carries: which activity an event type is.
 */
final class Ocsf {
    static final int CLASS = 3004;
    static final int CATEGORY = 3;

    record Activity(int id, String name) {}

    private static final Activity OTHER = new Activity(99, "Other");
    private static final Map<String, Activity> BY_VERB = Map.ofEntries(
            Map.entry("created", new Activity(1, "Create")),
            Map.entry("requested", new Activity(1, "Create")),
            Map.entry("issued", new Activity(1, "Create")),
            Map.entry("browsed", new Activity(2, "Read")),
            Map.entry("exported", new Activity(2, "Read")),
            Map.entry("changed", new Activity(3, "Update")),
            Map.entry("erased", new Activity(4, "Delete")),
            Map.entry("unsanctioned", new Activity(4, "Delete")),
            Map.entry("executed", new Activity(4, "Delete")),
            Map.entry("reactivated", new Activity(10, "Activate")),
            Map.entry("suspended", new Activity(12, "Suspend")),
            Map.entry("held", new Activity(12, "Suspend")),
            Map.entry("reprieved", new Activity(13, "Resume")));

    private Ocsf() {}

    static Activity activity(String type) {
        return BY_VERB.getOrDefault(type.substring(type.indexOf('.') + 1), OTHER);
    }
}

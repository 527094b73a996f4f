package io.reprieve.accountdata.staging;

import io.reprieve.accountdata.archive.TypeShape;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which user-defined types are not what they were when they were archived, though of the same name. */
final class ChangedTypes {

    private final Set<String> changed;

    private ChangedTypes(Set<String> changed) {
        this.changed = changed;
    }

    static ChangedTypes of(List<TypeShape> archived, List<TypeShape> live) {
        Map<String, TypeShape> now = new HashMap<>();
        live.forEach(type -> now.put(type.name(), type));
        ChangedTypes types = new ChangedTypes(new HashSet<>());
        // Dependencies come first, so that what a changed type is part of is changed as well.
        for (TypeShape type : archived) {
            if (!takesAll(now.get(type.name()), type) || types.partOf(type)) {
                types.changed.add(type.name());
                if (type.kind() == TypeShape.Kind.RANGE) {
                    types.changed.addAll(type.labels());
                }
            }
        }
        return types;
    }

    /** Whether today's type takes every value of the archived one: an enum may have gained labels. */
    private static boolean takesAll(TypeShape live, TypeShape archived) {
        if (live == null) {
            return false;
        }
        return archived.kind() == TypeShape.Kind.ENUM && live.kind() == TypeShape.Kind.ENUM
                ? live.labels().containsAll(archived.labels())
                : live.equals(archived);
    }

    private boolean partOf(TypeShape type) {
        return type.base() != null && changed(type.base())
                || type.attributes().stream().anyMatch(attribute -> changed(attribute.type()));
    }

    /** Whether a column of this type may hold values that its live namesake does not take as they are. */
    boolean changed(String type) {
        return changed.stream()
                .anyMatch(name -> type.equals(name) || type.startsWith(name + "[") || type.startsWith(name + "("));
    }
}

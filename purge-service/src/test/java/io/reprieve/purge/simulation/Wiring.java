package io.reprieve.purge.simulation;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Builds the service's own classes over stand-ins, by their one constructor, as the container does. */
public final class Wiring {
    private final Map<Class<?>, Object> known = new HashMap<>();

    public <T> Wiring with(Class<T> type, T standIn) {
        known.put(type, standIn);
        return this;
    }

    public <T> T get(Class<T> type) {
        Object built = known.get(type);
        if (built == null) {
            built = build(type);
            known.put(type, built);
        }
        return type.cast(built);
    }

    private Object build(Class<?> type) {
        Constructor<?>[] constructors = type.getDeclaredConstructors();
        if (!type.getName().startsWith("io.reprieve.purge.") || constructors.length != 1) {
            throw new IllegalStateException("the simulation needs a stand-in for " + type.getName());
        }
        Object[] parts = Arrays.stream(constructors[0].getParameterTypes())
                .map(this::get)
                .toArray();
        try {
            constructors[0].setAccessible(true);
            return constructors[0].newInstance(parts);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(type.getName() + " cannot be built", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type.getName() + " cannot be built", e);
        }
    }
}

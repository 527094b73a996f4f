package io.reprieve.localservers;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.Method;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.VMDisconnectedException;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.AttachingConnector;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.IllegalConnectorArgumentsException;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.ClassPrepareEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.request.BreakpointRequest;
import com.sun.jdi.request.ClassPrepareRequest;
import com.sun.jdi.request.EventRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Holds threads of another JVM at named methods, so that it can be killed exactly there. The first thread that comes to a step stays
 * in front of it for good; those that come after it pass. What is tried this way needs no line of its own for it.
 */
public final class Breakpoints {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final VirtualMachine machine;
    private final Set<String> steps;
    private final Map<String, List<BreakpointRequest>> requests = new HashMap<>();
    private final Set<String> reached = ConcurrentHashMap.newKeySet();

    private Breakpoints(VirtualMachine machine, Collection<String> steps) {
        this.machine = machine;
        this.steps = Set.copyOf(steps);
    }

    /**
     * The argument of a JVM that waits on this port, doing nothing, until {@link #attach} has come.
     *
     * @param port on loopback
     */
    public static String argument(int port) {
        return "-agentlib:jdwp=transport=dt_socket,server=y,suspend=y,address=127.0.0.1:" + port;
    }

    /**
     * Lets the JVM go, to hold its threads at these steps.
     *
     * @param port as in {@link #argument}
     * @param steps each {@code fully.qualified.Class#method}; every method of that name is meant
     */
    public static Breakpoints attach(int port, Collection<String> steps) {
        List<VirtualMachine> attached = new ArrayList<>();
        Waiting.until(PATIENCE, () -> attached.addAll(tried(port)));
        if (attached.isEmpty()) {
            throw new IllegalStateException("No JVM waits on port " + port);
        }
        Breakpoints breakpoints = new Breakpoints(attached.get(0), steps);
        breakpoints.awaitClasses();
        Thread listener = new Thread(breakpoints::listen, "breakpoints-" + port);
        listener.setDaemon(true);
        // It lets the JVM go as well: its first event is that it stands at its start.
        listener.start();
        return breakpoints;
    }

    private static List<VirtualMachine> tried(int port) {
        AttachingConnector connector = Bootstrap.virtualMachineManager().attachingConnectors().stream()
                .filter(candidate -> candidate.transport().name().equals("dt_socket"))
                .findFirst()
                .orElseThrow();
        Map<String, Connector.Argument> arguments = connector.defaultArguments();
        arguments.get("hostname").setValue("127.0.0.1");
        arguments.get("port").setValue(Integer.toString(port));
        try {
            return List.of(connector.attach(arguments));
        } catch (IOException notYet) {
            return List.of();
        } catch (IllegalConnectorArgumentsException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The steps in front of which a thread stands. */
    public Set<String> reached() {
        return Set.copyOf(reached);
    }

    private void awaitClasses() {
        steps.stream()
                .map(step -> step.substring(0, step.indexOf('#')))
                .distinct()
                .forEach(name -> {
                    ClassPrepareRequest request = machine.eventRequestManager().createClassPrepareRequest();
                    request.addClassFilter(name);
                    request.setSuspendPolicy(EventRequest.SUSPEND_EVENT_THREAD);
                    request.enable();
                });
    }

    private void listen() {
        try {
            while (true) {
                EventSet events = machine.eventQueue().remove();
                boolean holds = false;
                for (Event event : events) {
                    holds |= handled(event);
                }
                if (!holds) {
                    events.resume();
                }
            }
        } catch (VMDisconnectedException killed) {
            // as it was meant to be
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean handled(Event event) {
        if (event instanceof ClassPrepareEvent prepared) {
            breakIn(prepared.referenceType());
        } else if (event instanceof BreakpointEvent arrived) {
            String step = step(arrived.location().method());
            requests.get(step).forEach(EventRequest::disable);
            return reached.add(step);
        }
        return false;
    }

    private void breakIn(ReferenceType type) {
        for (Method method : type.methods()) {
            String step = step(method);
            if (steps.contains(step) && method.location() != null) {
                BreakpointRequest request = machine.eventRequestManager().createBreakpointRequest(method.location());
                request.setSuspendPolicy(EventRequest.SUSPEND_EVENT_THREAD);
                request.enable();
                requests.computeIfAbsent(step, name -> new ArrayList<>()).add(request);
            }
        }
    }

    private static String step(Method method) {
        return method.declaringType().name() + "#" + method.name();
    }
}

package io.reprieve.purge.lifecycle;

import static io.reprieve.purge.lifecycle.StateName.AWAITING_APPROVAL;
import static io.reprieve.purge.lifecycle.StateName.BACKING_UP;
import static io.reprieve.purge.lifecycle.StateName.BLOCKED;
import static io.reprieve.purge.lifecycle.StateName.COOLING_OFF;
import static io.reprieve.purge.lifecycle.StateName.DENIED;
import static io.reprieve.purge.lifecycle.StateName.ERASING;
import static io.reprieve.purge.lifecycle.StateName.EXPIRED;
import static io.reprieve.purge.lifecycle.StateName.HELD;
import static io.reprieve.purge.lifecycle.StateName.PURGED;
import static io.reprieve.purge.lifecycle.StateName.REPRIEVED;
import static io.reprieve.purge.lifecycle.StateName.REQUESTED;
import static io.reprieve.purge.lifecycle.StateName.RESTORED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LifecycleTest {
    private static final Instant NOW = Instant.parse("2029-12-01T00:00:00Z");
    private static final Instant LATER = Instant.parse("2030-01-01T00:00:00Z");

    /** Written out a second time on purpose: the table of the design, not of the code. */
    private static final Map<StateName, Set<StateName>> LEGAL = Map.ofEntries(
            Map.entry(REQUESTED, Set.of(BACKING_UP, BLOCKED, REPRIEVED)),
            Map.entry(BACKING_UP, Set.of(AWAITING_APPROVAL, BLOCKED, HELD, REPRIEVED)),
            Map.entry(AWAITING_APPROVAL, Set.of(COOLING_OFF, DENIED, EXPIRED, BLOCKED, REPRIEVED)),
            Map.entry(COOLING_OFF, Set.of(ERASING, HELD, AWAITING_APPROVAL, EXPIRED, REPRIEVED)),
            Map.entry(HELD, Set.of(AWAITING_APPROVAL, EXPIRED, REPRIEVED, PURGED)),
            Map.entry(ERASING, Set.of(HELD, PURGED, REPRIEVED)),
            Map.entry(PURGED, Set.of(RESTORED)),
            Map.entry(BLOCKED, Set.of()),
            Map.entry(DENIED, Set.of()),
            Map.entry(EXPIRED, Set.of()),
            Map.entry(REPRIEVED, Set.of()),
            Map.entry(RESTORED, Set.of()));

    // Made anew for each test: a fault planted into a factory does not show in what was made before it.
    private final Map<StateName, PurgeState> states = Stream.of(
                    new PurgeState.Requested(),
                    new PurgeState.BackingUp(),
                    new PurgeState.AwaitingApproval(LATER),
                    new PurgeState.CoolingOff(NOW, LATER),
                    new PurgeState.Held(LATER, false),
                    new PurgeState.Erasing(),
                    new PurgeState.Purged(),
                    new PurgeState.Blocked(),
                    new PurgeState.Denied(),
                    new PurgeState.Expired(),
                    new PurgeState.Reprieved(),
                    new PurgeState.Restored())
            .collect(Collectors.toMap(PurgeState::name, s -> s));

    private final Map<StateName, Exit> exits = Map.ofEntries(
            Map.entry(BACKING_UP, Exit.backUp()),
            Map.entry(AWAITING_APPROVAL, Exit.awaitApproval(LATER)),
            Map.entry(COOLING_OFF, Exit.coolOff(NOW, LATER)),
            Map.entry(HELD, Exit.hold(LATER)),
            Map.entry(ERASING, Exit.erase(NOW)),
            Map.entry(PURGED, Exit.purged()),
            Map.entry(BLOCKED, Exit.block()),
            Map.entry(DENIED, Exit.deny()),
            Map.entry(EXPIRED, Exit.expire(LATER.plusNanos(1))),
            Map.entry(REPRIEVED, Exit.reprieve()),
            Map.entry(RESTORED, Exit.restored()));

    static Stream<Arguments> every_pair() {
        return Arrays.stream(StateName.values()).flatMap(from -> Arrays.stream(StateName.values())
                .filter(to -> to != REQUESTED)
                .map(to -> Arguments.of(from, to)));
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @MethodSource("every_pair")
    void a_move_succeeds_exactly_when_the_table_allows_it(StateName from, StateName to) {
        PurgeState state = states.get(from);
        if (LEGAL.get(from).contains(to)) {
            assertThat(exits.get(to).from(state).name()).isEqualTo(to);
        } else {
            assertThatThrownBy(() -> exits.get(to).from(state))
                    .isInstanceOfSatisfying(
                            IllegalMove.class, e -> assertThat(e.state()).isSameAs(state));
        }
    }

    @Test
    void every_state_has_a_row_and_the_names_keep_the_same_table() {
        assertThat(states.keySet()).containsExactlyInAnyOrder(StateName.values());
        for (StateName name : StateName.values()) {
            assertThat(name.exits()).as(name.name()).isEqualTo(LEGAL.get(name));
        }
    }

    @Test
    void a_state_has_a_method_for_each_legal_exit_and_for_nothing_else() {
        states.forEach((name, state) -> {
            Set<StateName> offered = EnumSet.noneOf(StateName.class);
            for (Method method : state.getClass().getMethods()) {
                if (!Modifier.isStatic(method.getModifiers())
                        && method.getReturnType() != state.getClass()
                        && PurgeState.class.isAssignableFrom(method.getReturnType())) {
                    offered.addAll(states.values().stream()
                            .filter(s -> s.getClass() == method.getReturnType())
                            .map(PurgeState::name)
                            .toList());
                }
            }
            assertThat(offered).as(name.name()).isEqualTo(LEGAL.get(name));
        });
    }

    @Test
    void allowed_actions_follow_from_the_exits() {
        assertThat(states.get(AWAITING_APPROVAL).allowedActions())
                .containsExactly(Action.APPROVE, Action.DENY, Action.REPRIEVE);
        assertThat(states.get(HELD).allowedActions()).containsExactly(Action.RELEASE, Action.REPRIEVE);
        assertThat(states.get(ERASING).allowedActions()).containsExactly(Action.REPRIEVE);
        assertThat(List.of(PURGED, BLOCKED, DENIED, EXPIRED, REPRIEVED, RESTORED))
                .allSatisfy(
                        name -> assertThat(states.get(name).allowedActions()).isEmpty());
    }

    @Test
    void nothing_expires_before_its_time_whatever_was_believed_when_the_look_began() {
        for (StateName name : List.of(AWAITING_APPROVAL, COOLING_OFF, HELD)) {
            assertThatThrownBy(() -> Exit.expire(LATER.minusNanos(1)).from(states.get(name)))
                    .isInstanceOf(IllegalMove.class);
        }
        assertThat(Exit.expire(LATER).from(states.get(AWAITING_APPROVAL)).name())
                .isEqualTo(EXPIRED);
        assertThat(Exit.expire(LATER).from(states.get(HELD)).name()).isEqualTo(EXPIRED);
        assertThatThrownBy(() -> Exit.expire(LATER).from(states.get(COOLING_OFF)))
                .isInstanceOf(IllegalMove.class);
    }

    @Test
    void an_approval_comes_in_time_or_not_at_all() {
        assertThatThrownBy(() -> Exit.coolOff(LATER, LATER).from(states.get(AWAITING_APPROVAL)))
                .isInstanceOf(IllegalMove.class)
                .hasMessageContaining("ran out at " + LATER);
        assertThat(Exit.coolOff(LATER.minusNanos(1), LATER).from(states.get(AWAITING_APPROVAL)))
                .isEqualTo(new PurgeState.CoolingOff(null, LATER));
    }

    @Test
    void it_is_executed_inside_its_window_alone() {
        PurgeState cooling = states.get(COOLING_OFF);
        assertThatThrownBy(() -> Exit.erase(NOW.minusNanos(1)).from(cooling)).isInstanceOf(IllegalMove.class);
        assertThat(Exit.erase(NOW).from(cooling).name()).isEqualTo(ERASING);
        assertThat(Exit.erase(LATER).from(cooling).name()).isEqualTo(ERASING);
        assertThatThrownBy(() -> Exit.erase(LATER.plusNanos(1)).from(cooling)).isInstanceOf(IllegalMove.class);
        assertThatThrownBy(() -> Exit.erase(LATER).from(new PurgeState.CoolingOff(null, LATER)))
                .as("no wait has begun")
                .isInstanceOf(IllegalMove.class);
    }

    @Test
    void what_is_held_is_released_once_and_has_its_whole_time_again() {
        Exit release = Exit.release(LATER.plusSeconds(1));
        PurgeState released = release.from(states.get(HELD));

        assertThat(released).isEqualTo(new PurgeState.Held(LATER.plusSeconds(1), true));
        assertThat(released.allowedActions()).containsExactly(Action.REPRIEVE);
        assertThatThrownBy(() -> release.from(released)).hasMessageContaining("its new backup is being taken");
        for (StateName name : StateName.values()) {
            if (name != HELD) {
                assertThatThrownBy(() -> release.from(states.get(name))).isInstanceOf(IllegalMove.class);
            }
        }
    }
}

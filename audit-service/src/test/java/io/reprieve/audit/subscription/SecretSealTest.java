package io.reprieve.audit.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SecretSealTest {
    @Test
    void a_secret_opens_for_its_subscription_under_its_key_and_for_nothing_else() {
        SecretSeal seal = new SecretSeal(keyed("one"));
        String secret = SecretSeal.newSecret();
        byte[] sealed = seal.seal("sub_1", secret);
        byte[] altered = sealed.clone();
        altered[altered.length - 1] ^= 1;

        assertThat(seal.open("sub_1", sealed)).isEqualTo(secret);
        assertThat(seal.seal("sub_1", secret)).isNotEqualTo(sealed);
        assertThatThrownBy(() -> seal.open("sub_2", sealed)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> seal.open("sub_1", altered)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new SecretSeal(keyed("two")).open("sub_1", sealed))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void without_a_key_nothing_is_sealed() {
        assertThat(new SecretSeal(keyed(" ")).isPossible()).isFalse();
        assertThat(new SecretSeal(keyed(null)).isPossible()).isFalse();
    }

    private static PushConfig keyed(String key) {
        return new PushConfig() {
            @Override
            public Optional<String> secret() {
                return Optional.ofNullable(key);
            }

            @Override
            public Optional<Set<String>> privateHosts() {
                return Optional.empty();
            }

            @Override
            public Duration timeout() {
                return Duration.ofSeconds(1);
            }

            @Override
            public Duration firstRetry() {
                return Duration.ofSeconds(1);
            }

            @Override
            public Duration longestRetry() {
                return Duration.ofSeconds(1);
            }

            @Override
            public Duration secretOverlap() {
                return Duration.ofDays(1);
            }

            @Override
            public Duration giveUp() {
                return Duration.ofDays(3);
            }
        };
    }
}

package io.reprieve.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeycloakRolesTest {

    private static EffectiveRoles asking(String url) {
        return new KeycloakRoles(Optional.ofNullable(url), Optional.of("purge-service"), Optional.of("secret"));
    }

    private static String realm(int port) {
        return "http://127.0.0.1:" + port + "/realms/reprieve";
    }

    @Test
    void a_server_that_says_nothing_is_unknown_within_seconds() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            long start = System.nanoTime();
            assertThat(asking(realm(silent.getLocalPort())).of("sub")).isInstanceOf(EffectiveRoles.Unknown.class);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(6));
        }
    }

    @Test
    void nobody_there_is_unknown() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        assertThat(asking(realm(free)).of("sub")).isEqualTo(new EffectiveRoles.Unknown("not reachable"));
    }

    @Test
    void what_cannot_be_asked_is_unknown_and_never_thrown() {
        for (String url : new String[] {null, "", "nonsense", "http://[", "http://127.0.0.1:1", "ftp://x/realms/r"}) {
            assertThat(asking(url).of("sub")).as(url).isInstanceOf(EffectiveRoles.Unknown.class);
        }
        assertThat(asking(realm(1)).of(null)).isInstanceOf(EffectiveRoles.Unknown.class);
        assertThat(asking(realm(1)).of(" ")).isInstanceOf(EffectiveRoles.Unknown.class);
        assertThat(new KeycloakRoles(Optional.of(realm(1)), Optional.empty(), Optional.empty()).of("sub"))
                .isInstanceOf(EffectiveRoles.Unknown.class);
    }
}

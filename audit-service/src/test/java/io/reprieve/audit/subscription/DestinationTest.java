package io.reprieve.audit.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprieve.audit.subscription.Destination.NotAllowed;
import java.net.InetAddress;
import java.net.URI;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DestinationTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.8.8.8",
                "0.0.0.0",
                "169.254.169.254",
                "224.0.0.1",
                "255.255.255.255",
                "192.0.2.1",
                "::1",
                "::",
                "fe80::1",
                "fec0::1",
                "ff02::1",
                "fd00:ec2::254",
                "64:ff9b::7f00:1",
                "2002:7f00:1::1",
                "::7f00:1",
                "::ffff:127.0.0.1",
                "::ffff:169.254.169.254"
            })
    void no_message_goes_to_an_address_that_is_no_receivers(String address) {
        Destination listed = to(Set.of("soc.example.com"), address);

        assertThatThrownBy(() -> listed.address(URI.create("https://soc.example.com/hook")))
                .isInstanceOf(NotAllowed.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.1",
                "10.255.255.255",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "100.64.0.1",
                "fd12::1"
            })
    void into_a_private_network_only_to_hosts_that_were_named(String address) throws Exception {
        URI url = URI.create("https://SOC.example.com/hook");

        assertThatThrownBy(() -> to(Set.of(), address).address(url))
                .isInstanceOf(NotAllowed.class)
                .hasMessageContaining("REPRIEVE_WEBHOOK_HOSTS");
        assertThat(to(Set.of("soc.example.com"), address).address(url)).isEqualTo(InetAddress.getByName(address));
    }

    @ParameterizedTest
    @ValueSource(strings = {"93.184.216.34", "172.32.0.1", "100.128.0.1", "11.0.0.1", "2606:2800:220:1::1"})
    void what_is_public_is_sent_to_at_the_very_address_that_was_looked_at(String address) throws Exception {
        assertThat(to(Set.of(), address).address(URI.create("https://soc.example.com")))
                .isEqualTo(InetAddress.getByName(address));
    }

    @Test
    void one_forbidden_address_among_several_is_enough() {
        assertThatThrownBy(
                        () -> to(Set.of(), "93.184.216.34", "127.0.0.1").address(URI.create("https://soc.example.com")))
                .isInstanceOf(NotAllowed.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "soc.example.com",
                "ftp://soc.example.com",
                "http://soc.example.com",
                "https:///hook",
                "https://me:secret@soc.example.com",
                "https://soc.example.com/#fragment",
                "file:///etc/passwd",
                "https://soc.example.com/a b"
            })
    void what_is_no_plain_https_url_is_refused(String url) {
        assertThatThrownBy(() -> to(Set.of(), "93.184.216.34").url(url)).isInstanceOf(NotAllowed.class);
    }

    private static Destination to(Set<String> privateHosts, String... addresses) {
        return new Destination(privateHosts, false, host -> {
            InetAddress[] all = new InetAddress[addresses.length];
            for (int i = 0; i < all.length; i++) {
                all[i] = InetAddress.getByName(addresses[i]);
            }
            return all;
        });
    }
}

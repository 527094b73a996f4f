package io.reprieve.audit.subscription;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/**
 * What lies on the public internet: everything that the special-purpose registries of IANA (RFC 6890 and its updates) do
 * not set apart.
 */
final class PublicAddress {
    private record Block(byte[] address, int bits) {
        static Block of(String text) {
            int slash = text.indexOf('/');
            try {
                // A literal, so nothing is looked up.
                return new Block(
                        InetAddress.getByName(text.substring(0, slash)).getAddress(),
                        Integer.parseInt(text.substring(slash + 1)));
            } catch (UnknownHostException e) {
                throw new IllegalArgumentException(text, e);
            }
        }

        boolean holds(byte[] other) {
            if (other.length != address.length) {
                return false;
            }
            int whole = bits / 8;
            int mask = 0xff00 >> bits % 8 & 0xff;
            return Arrays.equals(address, 0, whole, other, 0, whole)
                    && (mask == 0 || ((address[whole] ^ other[whole]) & mask) == 0);
        }
    }

    private static final List<Block> NEVER =
            blocks("0.0.0.0/8 127.0.0.0/8 169.254.0.0/16 192.0.0.0/24 192.0.2.0/24 192.88.99.0/24 198.51.100.0/24"
                    + " 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4 ::/128 ::1/128 64:ff9b::/96 64:ff9b:1::/48 100::/64"
                    + " 2001::/23 2001:db8::/32 2002::/16 3fff::/20 fe80::/10 fec0::/10 ff00::/8");
    private static final List<Block> PRIVATE =
            blocks("10.0.0.0/8 100.64.0.0/10 172.16.0.0/12 192.168.0.0/16 198.18.0.0/15 fc00::/7");
    private static final Block CLOUD_METADATA = Block.of("fd00:ec2::254/128");

    private PublicAddress() {}

    /** Whether no message goes there, whoever asks: the machine itself, its link, and what is nobody's. */
    static boolean isNever(InetAddress address) {
        return CLOUD_METADATA.holds(address.getAddress())
                || NEVER.stream().anyMatch(block -> block.holds(address.getAddress()))
                || address instanceof Inet6Address v6 && v6.isIPv4CompatibleAddress();
    }

    /** Whether it belongs to a network of somebody's own. */
    static boolean isPrivate(InetAddress address) {
        return PRIVATE.stream().anyMatch(block -> block.holds(address.getAddress()));
    }

    private static List<Block> blocks(String text) {
        return Arrays.stream(text.split(" ")).map(Block::of).toList();
    }
}

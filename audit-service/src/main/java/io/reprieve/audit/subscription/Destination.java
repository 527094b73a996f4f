package io.reprieve.audit.subscription;

import io.reprieve.edge.ProfileNow;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Set;

/**
 * Where messages may go. A URL that somebody gave must not make this service knock at doors only it can reach: the name
 * is resolved here, every address it has is looked at, and the connection is made to the very address that was.
 */
@Singleton
class Destination {
    private static final int LONGEST = 2000;

    /** Why nothing is sent there. */
    static final class NotAllowed extends Exception {
        NotAllowed(String why) {
            super(why);
        }
    }

    /** Looks names up. */
    interface Names {
        InetAddress[] of(String host) throws UnknownHostException;
    }

    private final Set<String> privateHosts;
    private final boolean local;
    private final Names names;

    @Inject
    Destination(PushConfig config) {
        this(config.privateHosts().orElse(Set.of()), ProfileNow.isLocalOrTest(), InetAddress::getAllByName);
    }

    Destination(Set<String> privateHosts, boolean local, Names names) {
        this.privateHosts = privateHosts;
        this.local = local;
        this.names = names;
    }

    /** The URL, when it is of a form that is sent to. */
    URI url(String text) throws NotAllowed {
        URI uri;
        try {
            uri = URI.create(text == null ? "" : text);
        } catch (IllegalArgumentException e) {
            throw new NotAllowed("is not a URL");
        }
        boolean https = "https".equals(uri.getScheme());
        if (text == null
                || text.length() > LONGEST
                || uri.getHost() == null
                || !https && !"http".equals(uri.getScheme())) {
            throw new NotAllowed("is not an https URL with a host");
        }
        if (!https && !local) {
            throw new NotAllowed("is plain http; messages go by https alone");
        }
        if (uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            throw new NotAllowed("has a user or a fragment");
        }
        return uri;
    }

    /** The address to connect to; looks the name up, so it may take a while. */
    InetAddress address(URI url) throws NotAllowed {
        String host = url.getHost().toLowerCase(Locale.ROOT);
        InetAddress[] addresses;
        try {
            addresses = names.of(host);
        } catch (UnknownHostException e) {
            throw new NotAllowed("has a host that no address is known of");
        }
        for (InetAddress address : addresses) {
            requireAllowed(host, address);
        }
        return addresses[0];
    }

    private void requireAllowed(String host, InetAddress address) throws NotAllowed {
        if (local && address.isLoopbackAddress()) {
            return;
        }
        if (PublicAddress.isNever(address)) {
            throw new NotAllowed("leads to an address that is no receiver's");
        }
        if (PublicAddress.isPrivate(address) && !privateHosts.contains(host)) {
            throw new NotAllowed("leads into a private network; name the host in REPRIEVE_WEBHOOK_HOSTS to allow it");
        }
    }
}

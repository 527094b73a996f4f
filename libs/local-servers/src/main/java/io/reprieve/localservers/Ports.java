package io.reprieve.localservers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** TCP ports on loopback. */
public final class Ports {
    private Ports() {}

    /**
     * The port itself, or a free one when 0 was asked for.
     *
     * @throws IllegalStateException when somebody listens on it already
     */
    static int orFree(int port) {
        if (port != 0 && inUse(port)) {
            throw new IllegalStateException("Port " + port + " on 127.0.0.1 is in use");
        }
        return port == 0 ? free() : port;
    }

    /** A port nobody listens on right now. */
    public static int free() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether somebody accepts connections on this port of 127.0.0.1. */
    public static boolean inUse(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }
}

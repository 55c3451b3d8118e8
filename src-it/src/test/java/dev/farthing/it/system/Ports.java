package dev.farthing.it.system;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;
import java.util.List;

/** Finds an offset at which every port of a server is free. */
final class Ports {
    private static final List<Integer> USUAL = List.of(8080, 8443, 9990, 15432);

    /** The highest port then lies below those that Linux gives to outgoing connections. */
    private static final int LOWEST = 1_000;

    private static final int HIGHEST = 17_000;
    private static final int TRIES = 200;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Ports() {}

    static int freeOffset() {
        for (int i = 0; i < TRIES; i++) {
            int offset = LOWEST + RANDOM.nextInt(HIGHEST - LOWEST);
            if (USUAL.stream().allMatch(port -> isFree(port + offset))) {
                return offset;
            }
        }
        throw new IllegalStateException("No port offset is free after " + TRIES + " tries");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}

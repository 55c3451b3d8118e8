package dev.farthing.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/** Finds out before a start whether a port is free, so that the answer is a sentence and not a log. */
final class PortCheck {

    private PortCheck() {}

    static void requireFree(String address, Ports.Port port) throws Problem {
        InetAddress listen;
        try {
            listen = InetAddress.getByName(address);
        } catch (UnknownHostException unknown) {
            throw new Problem("FARTHING_BIND is '" + address + "', which is not an address of this machine.", unknown);
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(listen, port.number()));
        } catch (IOException taken) {
            throw new Problem(
                    "The " + port.purpose() + " port " + port.number() + " at " + address
                            + " cannot be used: stop what uses it, or set " + port.variable()
                            + " (this port) or FARTHING_PORT_OFFSET (all ports) to another number.",
                    taken);
        }
    }
}

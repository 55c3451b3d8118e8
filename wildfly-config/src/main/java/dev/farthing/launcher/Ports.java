package dev.farthing.launcher;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Every port of one node, the offset already added. */
record Ports(Port http, Port https, Port management, Port database) {

    private static final int LAST = 65_535;

    /** One port: what it is for, which setting moves it alone, and where it ended up. */
    record Port(String purpose, String variable, int number) {}

    /**
     * Reads the ports from the environment.
     *
     * @throws Problem when a value is not a number, or a port ends up outside 1..65535, or two are the same
     */
    static Ports from(Map<String, String> environment) throws Problem {
        int offset = number(environment, "FARTHING_PORT_OFFSET", 0);
        Ports ports = new Ports(
                port(environment, offset, "HTTP", "FARTHING_HTTP_PORT", 8080),
                port(environment, offset, "HTTPS", "FARTHING_HTTPS_PORT", 8443),
                port(environment, offset, "management", "FARTHING_MANAGEMENT_PORT", 9990),
                port(environment, offset, "embedded database", "FARTHING_DATABASE_PORT", 15432));
        ports.requireDistinct();
        return ports;
    }

    private void requireDistinct() throws Problem {
        Map<Integer, Port> taken = new HashMap<>();
        for (Port port : List.of(http, https, management, database)) {
            Port other = taken.put(port.number(), port);
            if (other != null) {
                throw new Problem("The " + other.purpose() + " port and the " + port.purpose() + " port would both be "
                        + port.number() + ": set " + port.variable() + " to another number.");
            }
        }
    }

    List<Port> ofTheServer() {
        return List.of(http, https, management);
    }

    private static Port port(Map<String, String> environment, int offset, String purpose, String variable, int usual)
            throws Problem {
        int number = number(environment, variable, usual) + offset;
        if (number < 1 || number > LAST) {
            throw new Problem("The " + purpose + " port would be " + number + ", which does not exist: choose another "
                    + "FARTHING_PORT_OFFSET or " + variable + ".");
        }
        return new Port(purpose, variable, number);
    }

    private static int number(Map<String, String> environment, String variable, int usual) throws Problem {
        String text = environment.getOrDefault(variable, "").strip();
        if (text.isEmpty()) {
            return usual;
        }
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException notANumber) {
            throw new Problem(variable + " must be a whole number, but is '" + text + "'.", notANumber);
        }
    }
}

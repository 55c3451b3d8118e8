package dev.farthing.it.system;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between server and database and understands just enough of PostgreSQL's protocol (version 3, no TLS) to cut the
 * connection of a transaction that has written submissions: when the database's answer to COMMIT passes, so that the
 * transaction is booked and nobody is told; or when COMMIT itself passes, so that it is not booked and nobody is told.
 */
final class CuttingProxy implements AutoCloseable {
    /** Where a connection is cut. */
    enum Cut {
        BEFORE_COMMIT,
        AFTER_COMMIT
    }

    private static final int SSL_REQUEST = 80877103;
    private static final int GSS_REQUEST = 80877104;
    private static final int MAX_MESSAGE_BYTES = 16 * 1024 * 1024;
    private static final String WRITES_SUBMISSIONS = "claim_submissions(";

    private final ServerSocket listener;
    private final int database;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger beforeCommit = new AtomicInteger();
    private final AtomicInteger afterCommit = new AtomicInteger();
    private final AtomicInteger cuts = new AtomicInteger();

    CuttingProxy(int databasePort) throws IOException {
        this.database = databasePort;
        this.listener = new ServerSocket();
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        daemon("accept", this::acceptAll);
    }

    String jdbc() {
        return "jdbc:postgresql://127.0.0.1:" + listener.getLocalPort() + "/farthing";
    }

    /** Cuts the next connections on which that happens, as many as said. */
    void arm(Cut where, int times) {
        cuts.set(0);
        counter(where).set(times);
    }

    /** Lets everything pass again and tells how many connections were cut. */
    int disarm() {
        beforeCommit.set(0);
        afterCommit.set(0);
        return cuts.get();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private AtomicInteger counter(Cut where) {
        return where == Cut.BEFORE_COMMIT ? beforeCommit : afterCommit;
    }

    private boolean takes(Cut where) {
        boolean taken = counter(where).getAndUpdate(left -> Math.max(0, left - 1)) > 0;
        if (taken) {
            cuts.incrementAndGet();
        }
        return taken;
    }

    private void acceptAll() throws IOException {
        while (!listener.isClosed()) {
            Socket client = listener.accept();
            Socket server = new Socket(InetAddress.getLoopbackAddress(), database);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            sockets.add(client);
            sockets.add(server);
            Connection connection = new Connection(client, server);
            daemon("to database", connection::toDatabase);
            daemon("to server", connection::toServer);
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void daemon(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (EOFException | SocketException ended) {
                        // One side has gone, and the other is closed with it.
                    } catch (IOException e) {
                        Trial.say("proxy %s: %s", name, e);
                    }
                },
                "proxy " + name);
        thread.setDaemon(true);
        thread.start();
    }

    /** One connection of the server's pool. */
    private final class Connection {
        private final Socket client;
        private final Socket server;
        private final Map<String, String> statements = new ConcurrentHashMap<>();
        private volatile boolean writesSubmissions;
        private volatile boolean started;

        Connection(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void toDatabase() throws IOException {
            try {
                DataInputStream in = new DataInputStream(client.getInputStream());
                OutputStream out = server.getOutputStream();
                passStartup(in, out);
                while (true) {
                    int type = in.readUnsignedByte();
                    byte[] body = body(in);
                    if (watch(type, body) && takes(Cut.BEFORE_COMMIT)) {
                        return;
                    }
                    pass(out, type, body);
                }
            } finally {
                cut();
            }
        }

        void toServer() throws IOException {
            try {
                DataInputStream in = new DataInputStream(server.getInputStream());
                OutputStream out = client.getOutputStream();
                while (true) {
                    int type = in.readUnsignedByte();
                    if (!started) {
                        out.write(type); // The one-byte answer to a request for TLS.
                        continue;
                    }
                    byte[] body = body(in);
                    if (type == 'C' && text(body, 0).equals("COMMIT") && isOver() && takes(Cut.AFTER_COMMIT)) {
                        return;
                    }
                    pass(out, type, body);
                }
            } finally {
                cut();
            }
        }

        /** The first messages have no type: requests for encryption, which the database declines, and the start. */
        private void passStartup(DataInputStream in, OutputStream out) throws IOException {
            int code;
            do {
                int length = in.readInt();
                byte[] body = in.readNBytes(length - Integer.BYTES);
                code = ByteBuffer.wrap(body).getInt();
                started = code != SSL_REQUEST && code != GSS_REQUEST;
                out.write(ByteBuffer.allocate(length).putInt(length).put(body).array());
            } while (!started);
        }

        /** Remembers what statements say; true for the COMMIT of a transaction that has written submissions. */
        private boolean watch(int type, byte[] body) {
            String sql = "";
            if (type == 'P') {
                String name = text(body, 0);
                statements.put(name, text(body, name.length() + 1));
            } else if (type == 'B') {
                String portal = text(body, 0);
                sql = statements.getOrDefault(text(body, portal.length() + 1), "");
            } else if (type == 'Q') {
                sql = text(body, 0);
            }
            writesSubmissions |= sql.contains(WRITES_SUBMISSIONS);
            return sql.equals("COMMIT") && writesSubmissions;
        }

        private boolean isOver() {
            boolean wrote = writesSubmissions;
            writesSubmissions = false;
            return wrote;
        }

        private void cut() {
            for (Socket socket : Arrays.asList(client, server)) {
                try {
                    sockets.remove(socket);
                    socket.close();
                } catch (IOException alreadyGone) {
                    // That is what was wanted.
                }
            }
        }

        private byte[] body(DataInputStream in) throws IOException {
            int length = in.readInt() - Integer.BYTES;
            if (length < 0 || length > MAX_MESSAGE_BYTES) {
                throw new IOException("a message of " + length + " bytes");
            }
            byte[] body = new byte[length];
            in.readFully(body);
            return body;
        }

        private void pass(OutputStream out, int type, byte[] body) throws IOException {
            out.write(ByteBuffer.allocate(1 + Integer.BYTES + body.length)
                    .put((byte) type)
                    .putInt(Integer.BYTES + body.length)
                    .put(body)
                    .array());
        }

        private static String text(byte[] body, int from) {
            int end = from;
            while (end < body.length && body[end] != 0) {
                end++;
            }
            return new String(body, from, end - from, StandardCharsets.UTF_8);
        }
    }
}

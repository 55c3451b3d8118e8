package dev.farthing.launcher;

import java.nio.file.Path;

/** Where everything that survives a restart lives: shared by the nodes of one database, with a folder for each node. */
record Home(Path root, String node) {

    Path lock() {
        return root.resolve(".lock");
    }

    Path postgresData() {
        return root.resolve("postgres");
    }

    Path postgresLog() {
        return root.resolve("postgres-log");
    }

    Path tools() {
        return root.resolve("tools");
    }

    Path secrets() {
        return root.resolve("secrets");
    }

    Path credentialStore() {
        return secrets().resolve("farthing.cs");
    }

    Path operators() {
        return root.resolve("operators");
    }

    Path operatorPassword() {
        return secrets().resolve("operator.password");
    }

    Path tls() {
        return root.resolve("tls");
    }

    Path tlsKeyStore() {
        return tls().resolve("keystore.p12");
    }

    Path tlsCertificate() {
        return tls().resolve("server.pem");
    }

    /** The keys of demonstration vendors, which are worth nothing once a demonstration is over. */
    Path demo() {
        return root.resolve("demo");
    }

    /** What house and bank give one another: payment files, statements. */
    Path bank() {
        return root.resolve("bank");
    }

    /** Files of days that have left the database. */
    Path archive() {
        return root.resolve("archive");
    }

    /** One file a node: the id of the server's process, written by that process itself. */
    Path running() {
        return root.resolve("run");
    }

    Path pidFile() {
        return running().resolve(node + ".pid");
    }

    Path nodeFolder() {
        return root.resolve(node);
    }

    Path serverLog() {
        return nodeFolder().resolve("log").resolve("server.log");
    }

    Path consoleLog() {
        return nodeFolder().resolve("log").resolve("console.log");
    }
}

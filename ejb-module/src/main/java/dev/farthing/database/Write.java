package dev.farthing.database;

/** A statement that writes, with what its parameters ({@code :name}) stand for: kept until it is sent. */
public final class Write {
    private final Bound statement;

    public Write(String text) {
        this.statement = new Bound(text);
    }

    public Write bind(String name, Object value) {
        statement.bind(name, value);
        return this;
    }

    Bound statement() {
        return statement;
    }
}

package dev.farthing.database;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import javax.sql.DataSource;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.HandleConsumer;
import org.jdbi.v3.core.Jdbi;

/**
 * Gives the capabilities' stores their SQL handles. Every handle joins the JTA transaction of the caller, so all stores
 * of one transaction speak through one connection. A failure is an unchecked exception, which rolls it back.
 */
@ApplicationScoped
public class Database {
    @Resource(lookup = "java:jboss/datasources/FarthingDS")
    private DataSource dataSource;

    private Jdbi jdbi;

    @PostConstruct
    void open() {
        jdbi = Jdbi.create(dataSource)
                .registerArrayType(Long.class, "bigint")
                .registerArrayType(Integer.class, "integer")
                .registerArrayType(Boolean.class, "boolean")
                .registerArrayType(String.class, "text")
                .registerArrayType(UUID.class, "uuid");
    }

    public <R, X extends Exception> R read(HandleCallback<R, X> work) throws X {
        return jdbi.withHandle(work);
    }

    public <X extends Exception> void write(HandleConsumer<X> work) throws X {
        jdbi.useHandle(work);
    }
}

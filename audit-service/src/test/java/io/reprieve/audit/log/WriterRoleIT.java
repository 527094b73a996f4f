package io.reprieve.audit.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.reprieve.audit.AuditServers;
import jakarta.inject.Inject;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(AuditServers.class)
class WriterRoleIT {
    @Inject
    DataSource dataSource;

    @Test
    void the_services_own_role_cannot_change_the_log_and_the_owners_is_seen_to_be_able_to() {
        assertThat(new WriterRole(dataSource).mayChange()).isFalse();
        assertThat(new WriterRole(AuditServers.owner()).mayChange()).isTrue();
    }
}

package io.reprieve.benchmarks;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import io.reprieve.accountdata.product.ProductSetup;
import java.sql.SQLException;
import java.time.Duration;

/** Connections as the services hold them. */
final class Pool {

    private static final int MOST = 8;

    private Pool() {}

    static AgroalDataSource of(String url, ProductSetup.Login login) throws SQLException {
        return AgroalDataSource.from(
                new AgroalDataSourceConfigurationSupplier().connectionPoolConfiguration(pool -> pool.maxSize(MOST)
                        .acquisitionTimeout(Duration.ofSeconds(5))
                        .connectionFactoryConfiguration(connection -> connection
                                .jdbcUrl(url)
                                .principal(new NamePrincipal(login.user()))
                                .credential(new SimplePassword(login.password())))));
    }
}

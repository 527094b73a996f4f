package io.reprieve.localstack;

import io.reprieve.accountdata.datamap.DataMap;
import io.reprieve.accountdata.datamap.DataMapException;
import io.reprieve.accountdata.product.ProductSetup;
import io.reprieve.cabinet.Cabinet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.s3.S3Client;

/** The product's side: Cabinet in a database of its own, or somebody else's database; and in either our ledger and roles. */
final class ProductSide {
    private final StackSettings settings;
    private final Home home;
    private final Keys keys;

    ProductSide(StackSettings settings, Home home, Keys keys) {
        this.settings = settings;
        this.home = home;
        this.keys = keys;
    }

    /** Where the data map is: the one we were told, else Cabinet's, written into the home. */
    Path dataMap() {
        if (settings.variable("REPRIEVE_DATA_MAP").isPresent()) {
            Path told = Path.of(settings.variable("REPRIEVE_DATA_MAP").get()).toAbsolutePath();
            if (!Files.isReadable(told)) {
                throw new StackRefused("REPRIEVE_DATA_MAP=" + told + " cannot be read: give the path of a data map");
            }
            return told;
        }
        if (settings.foreignProduct()) {
            throw new StackRefused(
                    "REPRIEVE_APP_DB_URL names a database of yours, but nothing says what in it belongs to"
                            + " an account: set REPRIEVE_DATA_MAP to a data map for it");
        }
        home.writePrivate(home.dataMap(), Cabinet.dataMapYaml());
        return home.dataMap();
    }

    /** The data map's bucket, or the sample's where the map has none. */
    static String bucket(Path dataMap) {
        return parsed(dataMap).files().map(files -> files.bucket()).orElse(Cabinet.BUCKET);
    }

    /** Installs Cabinet where it is missing and fills it; a run that was cut short is begun anew. */
    Optional<Cabinet.Generated> fill(DatabaseAccess product, ObjectAccess files) {
        Path marker = home.data("cabinet-is-filled");
        if (Files.exists(marker)) {
            return Optional.empty();
        }
        try (S3Client client = files.client()) {
            if (!Cabinet.isInstalled(product.dataSource())) {
                Cabinet.install(product.dataSource());
            }
            Cabinet.Generated made = Cabinet.accounts(product.dataSource()).isEmpty()
                    ? Cabinet.generate(product.dataSource(), Optional.of(client), files.bucket(), settings.cabinet())
                    : Cabinet.putObjects(product.dataSource(), client, files.bucket());
            home.writePrivate(marker, made + "\n");
            return Optional.of(made);
        } catch (SQLException e) {
            throw new StackRefused("Cabinet could not be installed: " + e.getMessage(), e);
        }
    }

    /** Makes the ledger schema and the two roles, as the product's administrator. */
    void setUp(DatabaseAccess product, Path dataMap) {
        try {
            ProductSetup.apply(
                    product.dataSource(),
                    parsed(dataMap),
                    new ProductSetup.Login("reprieve_eraser", keys.secret("eraser-password")),
                    new ProductSetup.Login("reprieve_restorer", keys.secret("restorer-password")));
        } catch (RuntimeException e) {
            throw new StackRefused(
                    "the ledger schema and the roles could not be made in " + product.url() + " as "
                            + product.user() + ": " + e.getMessage()
                            + "\nREPRIEVE_APP_DB_USER and _PASSWORD have to be an administrator's login.",
                    e);
        }
    }

    /** What {@link #setUp} does, as text for whoever administers the product's database; the passwords are theirs to choose. */
    static List<String> sql(StackSettings settings) {
        String[] told = {"REPRIEVE_APP_DB_URL", "REPRIEVE_APP_DB_USER", "REPRIEVE_APP_DB_PASSWORD", "REPRIEVE_DATA_MAP"
        };
        for (String name : told) {
            if (settings.variable(name).isEmpty()) {
                throw new StackRefused(
                        name + " is not set: product-sql reads the catalog of your database by any login");
            }
        }
        DatabaseAccess product = new DatabaseAccess(
                settings.variable(told[0]).get(),
                settings.variable(told[1]).get(),
                settings.variable(told[2]).get());
        return ProductSetup.sql(
                        product.dataSource(),
                        parsed(Path.of(settings.variable(told[3]).get())),
                        new ProductSetup.Login("reprieve_eraser", "choose-one"),
                        new ProductSetup.Login("reprieve_restorer", "choose-another"))
                .stream()
                .map(statement -> statement.strip() + ";")
                .toList();
    }

    private static DataMap parsed(Path dataMap) {
        try {
            return DataMap.read(dataMap);
        } catch (DataMapException e) {
            throw new StackRefused(e.getMessage(), e);
        }
    }
}

package io.reprieve.localstack;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;

/**
 * Where everything of a running stack is reached: kept in {@code run/stack.json} for other processes of the same person.
 *
 * @param pid the process that runs it
 * @param services base address by service name
 * @param realm the issuer
 * @param product an administrator's login to the product's database
 * @param files the product's objects
 * @param vault the vault's objects
 * @param vaultIsOurs the vault is the local server, which keeps no locks
 * @param sampleProduct the product is Cabinet
 * @param auditPublicKey path of the audit log's public key
 */
public record Addresses(
        long pid,
        String home,
        Map<String, String> services,
        String realm,
        DatabaseAccess product,
        ObjectAccess files,
        ObjectAccess vault,
        boolean vaultIsOurs,
        boolean sampleProduct,
        String auditPublicKey) {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** The base address of a service, without {@code /api/v1}. */
    public String url(String service) {
        return services.get(Part.service(service).id());
    }

    void writeTo(Home home) {
        try {
            home.writePrivate(home.addresses(), JSON.writeValueAsString(this) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Those of the stack that runs in this home now, if one does. */
    static Optional<Addresses> ofRunning(Home home) {
        if (HomeClaim.holder(home).isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(Files.readString(home.addresses()), Addresses.class));
        } catch (IOException none) {
            return Optional.empty();
        }
    }
}

package io.reprieve.localstack;

import io.reprieve.localservers.LocalKeycloak;
import io.reprieve.localservers.LocalPostgres;
import io.reprieve.localservers.LocalS3;
import io.reprieve.localservers.Ports;
import io.reprieve.localservers.Tokens;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The whole suite on this machine: PostgreSQL, Keycloak, S3 and the four services as processes on loopback. None of them
 * outlives this JVM.
 */
public final class Stack implements AutoCloseable {
    private final StackSettings settings;
    private final Consumer<String> progress;
    private final Home home;
    private final Map<Part, Integer> ports;
    private final Map<Part, ServiceProcess> services = new EnumMap<>(Part.class);
    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private final Thread atExit = new Thread(this::close, "stop-stack");
    private Addresses addresses;

    private Stack(StackSettings settings) {
        this.settings = settings;
        this.progress = settings.progress();
        this.home = Home.prepared(settings.home());
        this.ports = settings.ports();
    }

    /**
     * Starts everything and waits until it is ready; the first start on a home also makes its keys and fills Cabinet.
     *
     * @throws StackRefused when one runs in this home already, a port is taken, or something does not come up
     */
    public static Stack start(StackSettings settings) {
        Stack stack = new Stack(settings);
        Runtime.getRuntime().addShutdownHook(stack.atExit);
        try {
            stack.begin();
            return stack;
        } catch (RuntimeException e) {
            stack.close();
            throw e;
        }
    }

    private void begin() {
        keep(HomeClaim.of(home));
        refuseTakenPorts();
        Keys keys = Keys.in(home);
        ProductSide productSide = new ProductSide(settings, home, keys);
        Path dataMap = productSide.dataMap();
        String bucket = ProductSide.bucket(dataMap);

        List<Callable<AutoCloseable>> servers = new ArrayList<>();
        servers.add(() -> LocalPostgres.start(
                home.data("postgres"), port(Part.POSTGRES), Map.of("shared_buffers", "256MB"), message -> {}));
        servers.add(() -> LocalKeycloak.start(home.data("keycloak"), port(Part.KEYCLOAK), progress));
        if (!settings.foreignS3()) {
            servers.add(() -> LocalS3.start(home.data("s3"), port(Part.S3), message -> {}));
        }
        SideBySide.each(servers, this::announced);

        LocalPostgres postgres = find(LocalPostgres.class);
        Databases databases = new Databases(settings, postgres);
        boolean locksAreKept = settings.variable("REPRIEVE_VAULT_S3_ENDPOINT").isPresent();
        addresses = new Addresses(
                ProcessHandle.current().pid(),
                home.folder().toString(),
                serviceUrls(),
                find(LocalKeycloak.class).realmUrl(),
                databases.product(),
                objects("REPRIEVE_S3", bucket),
                objects(
                        "REPRIEVE_VAULT_S3",
                        settings.variable("REPRIEVE_VAULT_BUCKET").orElse("reprieve-vault")),
                !locksAreKept,
                !settings.foreignProduct(),
                keys.publicKey("audit").toString());
        prepareProduct(productSide, dataMap);
        startServices(new ServiceEnvironment(
                settings,
                keys,
                addresses,
                databases.ofServices(),
                databases.scratch(),
                scratchFiles(),
                dataMap.toString()));
        registerAccounts();
        addresses.writeTo(home);
        keep(() -> home.forget(home.addresses()));
        keep(new Supervisor(home, services.values(), progress));
    }

    private void prepareProduct(ProductSide productSide, Path dataMap) {
        addresses.vault().createBucket(true);
        if (settings.variable("REPRIEVE_S3_ENDPOINT").isEmpty() || !settings.foreignProduct()) {
            addresses.files().createBucket(false);
        }
        if (!settings.foreignProduct()) {
            Stopwatch watch = Stopwatch.started();
            productSide
                    .fill(addresses.product(), addresses.files())
                    .ifPresent(made -> progress.accept(watch.line(
                            "Cabinet", "%,d rows and %,d objects made".formatted(made.rows(), made.objects()))));
        }
        productSide.setUp(addresses.product(), dataMap);
    }

    private void startServices(ServiceEnvironment environment) {
        for (Part part : Part.processes()) {
            services.put(part, new ServiceProcess(part, settings, home, port(part), environment.of(part)));
        }
        // Before the log takes anything, it asks what its witness remembers.
        ServiceProcess witness = services.get(Part.WITNESS);
        keep(witness);
        witness.start();
        witness.awaitReady();
        List<Callable<AutoCloseable>> starts = new ArrayList<>();
        Part.services().stream().map(services::get).forEach(service -> {
            keep(service);
            starts.add(() -> {
                service.start();
                service.awaitReady();
                return service;
            });
        });
        SideBySide.each(
                starts,
                (service, watch) -> progress.accept(
                        watch.line(((ServiceProcess) service).service().label(), "ready")));
    }

    private void registerAccounts() {
        if (settings.foreignProduct()) {
            return;
        }
        Stopwatch watch = Stopwatch.started();
        try {
            int registered = new Registration(new Api(addresses, java.time.Duration.ofMinutes(2), progress))
                    .registerMissing(addresses.product().dataSource());
            if (registered > 0) {
                progress.accept(watch.line("Registry", "%,d accounts registered".formatted(registered)));
            }
        } catch (java.sql.SQLException e) {
            throw new StackRefused("Cabinet's accounts cannot be read: " + e.getMessage(), e);
        }
    }

    private void announced(AutoCloseable server, Stopwatch watch) {
        keep(server);
        String label = server instanceof LocalPostgres
                ? Part.POSTGRES.label()
                : server instanceof LocalKeycloak ? Part.KEYCLOAK.label() : Part.S3.label();
        if (server instanceof LocalPostgres postgres) {
            home.writePid("postgres", postgres.pid());
        } else if (server instanceof LocalKeycloak keycloak) {
            home.writePid("keycloak", keycloak.pid());
        } else if (server instanceof LocalS3 s3) {
            home.writePid("s3", s3.pid());
        }
        progress.accept(watch.line(label, "ready"));
    }

    /** None where all S3 is somebody else's, and none of it was named for what lies beside the product. */
    private Optional<ObjectAccess> scratchFiles() {
        boolean theirs = settings.variable("REPRIEVE_SCRATCH_S3_ENDPOINT").isPresent();
        if (settings.foreignS3() && !theirs) {
            return Optional.empty();
        }
        ObjectAccess files = objects(
                "REPRIEVE_SCRATCH_S3",
                settings.variable("REPRIEVE_SCRATCH_BUCKET").orElse("reprieve-scratch"));
        if (!theirs) {
            files.createBucket(false);
        }
        return Optional.of(files);
    }

    private ObjectAccess objects(String prefix, String bucket) {
        return settings.variable(prefix + "_ENDPOINT")
                .map(endpoint -> new ObjectAccess(
                        endpoint,
                        settings.variable(prefix + "_ACCESS_KEY").orElse(""),
                        settings.variable(prefix + "_SECRET_KEY").orElse(""),
                        bucket))
                .orElseGet(() -> {
                    LocalS3 ours = find(LocalS3.class);
                    return new ObjectAccess(ours.endpoint(), ours.accessKey(), ours.secretKey(), bucket);
                });
    }

    private void refuseTakenPorts() {
        String taken = ports.entrySet().stream()
                .filter(entry -> !(entry.getKey() == Part.S3 && settings.foreignS3()))
                .filter(entry -> Ports.inUse(entry.getValue()))
                .map(entry -> "port " + entry.getValue() + " (" + entry.getKey().label() + ") is in use: set "
                        + entry.getKey().portSetting() + " to a free one")
                .collect(Collectors.joining("\n"));
        if (!taken.isEmpty()) {
            throw new StackRefused(taken);
        }
    }

    private Map<String, String> serviceUrls() {
        Map<String, String> urls = new TreeMap<>();
        Part.processes().forEach(part -> urls.put(part.id(), "http://localhost:" + port(part)));
        return urls;
    }

    private int port(Part part) {
        return ports.get(part);
    }

    private synchronized void keep(AutoCloseable one) {
        started.push(one);
    }

    private synchronized <T> T find(Class<T> type) {
        return started.stream()
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no " + type.getSimpleName() + " was started"));
    }

    /** Where everything is reached. */
    public Addresses addresses() {
        return addresses;
    }

    /** The base address of a service, without {@code /api/v1}. */
    public String url(String service) {
        return addresses.url(service);
    }

    /** An access token of a local user. */
    public String token(String user) {
        return Tokens.of(addresses.realm(), user);
    }

    /** The process id of a service. */
    public long pid(String service) {
        return services.get(Part.service(service)).pid();
    }

    /** Ends a service as a crash would: SIGKILL. It stays down until {@link #restart}. */
    public void kill(String service) {
        services.get(Part.service(service)).kill();
    }

    /** Starts a service again with the same settings, killing it first where it runs, and waits until it is ready. */
    public void restart(String service) {
        services.get(Part.service(service)).restart();
    }

    /** Whether a service answers that it is ready. */
    public boolean isReady(String service) {
        return services.get(Part.service(service)).isReady();
    }

    /** What a service says of its health, as JSON. */
    public String health(String service) {
        try {
            return HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(url(service) + "/q/health"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new StackRefused(service + " does not tell its health: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackRefused("interrupted", e);
        }
    }

    /** Stops everything, the services first. */
    @Override
    public synchronized void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException jvmIsEnding) {
            // this is the hook, or it waits for us
        }
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (Exception e) {
                progress.accept("while stopping: " + e.getMessage());
            }
        }
        for (String server : List.of("postgres", "keycloak", "s3")) {
            home.forget(home.pidFile(server));
        }
    }
}

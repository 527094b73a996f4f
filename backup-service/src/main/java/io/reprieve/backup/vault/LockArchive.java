package io.reprieve.backup.vault;

import io.reprieve.backup.archive.Manifest;
import io.reprieve.backup.archive.PartRef;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Raises the lock of every version an archive consists of, and reads each back. */
@ApplicationScoped
public class LockArchive {

    private static final int AT_ONCE = 8;

    private final Vault vault;
    private final ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE);

    LockArchive(Vault vault) {
        this.vault = vault;
    }

    /**
     * @param manifest names the parts
     * @param manifestKey where the manifest itself lies
     * @param manifestVersion its version
     * @param now present time, as the database tells it
     * @param until end of the lock wanted
     * @return the earliest end among all versions, and whether the vault names every one of them
     */
    public Locked raise(Manifest manifest, String manifestKey, String manifestVersion, Instant now, Instant until) {
        List<PartRef> parts = new ArrayList<>();
        manifest.tables().forEach(t -> parts.add(t.part()));
        manifest.objects().stream()
                .map(Manifest.ObjectPart::part)
                .filter(Objects::nonNull)
                .forEach(parts::add);
        List<Future<Locked>> raised = new ArrayList<>();
        for (PartRef part : parts) {
            raised.add(pool.submit(() -> vault.raise(part.key(), part.versionId(), now, until)));
        }
        raised.add(pool.submit(() -> vault.raise(manifestKey, manifestVersion, now, until)));
        return raised.stream().map(LockArchive::get).reduce(LockArchive::weaker).orElseThrow();
    }

    private static Locked weaker(Locked one, Locked other) {
        return new Locked(
                one.until().isBefore(other.until()) ? one.until() : other.until(), one.kept() && other.kept());
    }

    private static Locked get(Future<Locked> raised) {
        try {
            return raised.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while locks were raised", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("a lock could not be raised", e.getCause());
        }
    }

    @PreDestroy
    void close() {
        pool.shutdownNow();
    }
}

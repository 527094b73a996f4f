package io.reprieve.accountdata;

import io.reprieve.accountdata.archive.ArchiveSource;
import io.reprieve.accountdata.archive.TableContent;
import io.reprieve.accountdata.order.ErasureOrder;
import io.reprieve.accountdata.order.RestoreOrder;
import io.reprieve.accountdata.order.RestorePlan;
import io.reprieve.accountdata.order.RestoreResult;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Orders as the services give them. */
public final class Orders {

    public static final String ACCOUNT = "acc_0190c9a0-0000-7000-8000-000000000001";

    private Orders() {}

    public static ErasureOrder erase(String key, MemoryArchive archive, String purgeRequest) {
        return erase(key, archive, purgeRequest, () -> true);
    }

    /** As if it had just been backed up. */
    public static ErasureOrder eraseWhatIsLive(AccountEngine engine, String key, String purgeRequest) {
        return erase(key, engine.content(key, Product.digestKey(ACCOUNT)).tables(), purgeRequest, () -> true);
    }

    public static ErasureOrder erase(
            String key, MemoryArchive archive, String purgeRequest, BooleanSupplier stillStands) {
        return erase(key, archive.contents(), purgeRequest, stillStands);
    }

    private static ErasureOrder erase(
            String key, List<TableContent> expected, String purgeRequest, BooleanSupplier stillStands) {
        return new ErasureOrder(
                purgeRequest,
                "ers_" + purgeRequest,
                ACCOUNT,
                key,
                3,
                Product.digestKey(ACCOUNT),
                expected,
                ("event of " + purgeRequest).getBytes(StandardCharsets.UTF_8),
                stillStands);
    }

    public static RestoreOrder restore(String key, ArchiveSource archive, String planHash, String restoreId) {
        return new RestoreOrder(
                restoreId,
                ACCOUNT,
                key,
                4,
                planHash,
                archive,
                Product.digestKey(ACCOUNT),
                true,
                ("event of " + restoreId).getBytes(StandardCharsets.UTF_8));
    }

    public static MemoryArchive export(AccountEngine engine, String key) {
        return MemoryArchive.of(engine, key, Product.digestKey(ACCOUNT));
    }

    /** Plans and runs. */
    public static RestoreResult restore(AccountEngine engine, String key, ArchiveSource archive, String restoreId) {
        RestorePlan plan = engine.planRestore(archive, key, Product.digestKey(ACCOUNT));
        return engine.restore(restore(key, archive, plan.rowsHash(), restoreId));
    }
}

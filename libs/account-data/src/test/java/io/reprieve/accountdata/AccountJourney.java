package io.reprieve.accountdata;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprieve.accountdata.datamap.DataMap;
import io.reprieve.accountdata.digest.DigestKey;
import io.reprieve.accountdata.order.ErasureResult;
import io.reprieve.accountdata.order.RestoreResult;
import io.reprieve.accountdata.report.Finding;
import io.reprieve.accountdata.scratch.VerifiedContent;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** One account out and in again, with everything around it watched by PostgreSQL's own hashes. */
public final class AccountJourney {

    private AccountJourney() {}

    /**
     * Exports, verifies in a scratch database, erases and restores, as the two services' own logins.
     *
     * @return the tables whose content differed while the account was gone
     */
    public static Set<String> outAndIn(Product product, DataMap map, String key) throws SQLException {
        product.setUp(map);
        AccountEngine erasing = product.erasing(map);
        AccountEngine restoring = product.restoring(map);
        assertThat(erasing.check().findings()).noneMatch(finding -> finding.severity() == Finding.Severity.ERROR);
        Map<String, String> before = product.fingerprint();

        MemoryArchive archive = Orders.export(restoring, key);
        DigestKey digestKey = Product.digestKey(Orders.ACCOUNT);
        VerifiedContent verified = product.scratch().verify(archive, digestKey);
        assertThat(verified.tables()).containsExactlyInAnyOrderElementsOf(archive.contents());
        assertThat(verified.rowsDigest()).isEqualTo(archive.result().rowsDigest());
        assertThat(erasing.content(key, digestKey).rowsDigest())
                .isEqualTo(archive.result().rowsDigest());
        assertThat(product.fingerprint()).isEqualTo(before);

        ErasureResult erased = erasing.erase(Orders.erase(key, archive, "prg_" + key));
        assertThat(erased).isInstanceOf(ErasureResult.Erased.class);
        assertThat(((ErasureResult.Erased) erased).residue()).isEmpty();
        assertThat(erasing.accountKey(key)).isEmpty();
        Map<String, String> purged = product.fingerprint();

        RestoreResult restored = Orders.restore(restoring, key, archive, "rst_" + key);
        assertThat(restored).isInstanceOf(RestoreResult.Restored.class);
        assertThat(product.fingerprint()).isEqualTo(before);
        assertThat(erasing.content(key, digestKey).rowsDigest())
                .isEqualTo(archive.result().rowsDigest());

        Set<String> touched = new TreeSet<>(before.keySet());
        touched.removeIf(table -> before.get(table).equals(purged.get(table)));
        return touched;
    }
}

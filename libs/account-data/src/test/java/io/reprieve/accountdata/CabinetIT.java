package io.reprieve.accountdata;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprieve.accountdata.archive.ObjectVersion;
import io.reprieve.accountdata.datamap.DataMap;
import io.reprieve.accountdata.objects.AccountObjects;
import io.reprieve.accountdata.objects.ObjectStore;
import io.reprieve.accountdata.order.ErasureResult;
import io.reprieve.accountdata.order.FenceOutcome;
import io.reprieve.accountdata.order.RestorePlan;
import io.reprieve.accountdata.order.RestoreResult;
import io.reprieve.accountdata.report.Progress;
import io.reprieve.cabinet.Cabinet;
import io.reprieve.cabinet.Size;
import io.reprieve.localservers.LocalS3;
import io.reprieve.localservers.TestServers;
import java.net.URI;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** The sample product: rows and objects of one account out and in, its fence proved. */
class CabinetIT {

    private static final DataMap MAP = DataMap.parse(Cabinet.dataMapYaml());

    private final String key = Cabinet.cast().blindSpot().key();
    private Product product;

    @BeforeEach
    void install() throws SQLException {
        product = new Product("SELECT 1");
        Cabinet.install(product.admin());
    }

    private ObjectStore fill(Optional<S3Client> files) throws SQLException {
        LocalS3 s3 = TestServers.s3();
        s3.createVersionedBucket(Cabinet.BUCKET);
        Cabinet.generate(product.admin(), files, Cabinet.BUCKET, Size.small());
        product.setUp(MAP);
        return ObjectStore.connect(URI.create(s3.endpoint()), "us-east-1", s3.accessKey(), s3.secretKey());
    }

    @Test
    void rows_and_objects_go_out_and_come_back_exactly() throws Exception {
        try (S3Client client = TestServers.s3().client();
                ObjectStore store = fill(Optional.of(client))) {
            AccountEngine erasing = product.erasing(MAP, Optional.of(store));
            AccountEngine restoring = product.restoring(MAP, Optional.of(store));
            assertThat(erasing.check().passes())
                    .as(erasing.check().findings().toString())
                    .isTrue();
            Map<String, String> before = product.fingerprint();
            Map<String, String> objectsBefore = objects(client);
            MemoryArchive archive = Orders.export(restoring, key);
            assertThat(archive.objects()).isNotEmpty();
            assertThat(product.scratch()
                            .verify(archive, Product.digestKey(Orders.ACCOUNT))
                            .rowsDigest())
                    .isEqualTo(archive.result().rowsDigest());
            assertThat(erasing.content(key, Product.digestKey(Orders.ACCOUNT)).objectVersionsDigest())
                    .isEqualTo(archive.result().objectVersionsDigest());

            assertThat(erasing.fenceOn(key).state()).isEqualTo(FenceOutcome.State.DONE);
            assertThat(erasing.probe(key).state()).isEqualTo(FenceOutcome.State.HELD);
            assertThat(erasing.erase(Orders.erase(key, archive, "prg_1"))).isInstanceOf(ErasureResult.Erased.class);
            List<ObjectVersion> versions = erasing.objects().list(key);
            assertThat(erasing.objects().delete(key, versions)).isEmpty();
            assertThat(erasing.objects().list(key)).isEmpty();
            assertThat(erasing.objects().findings(key, versions)).isEmpty();

            RestorePlan plan = restoring.planRestore(archive, key, Product.digestKey(Orders.ACCOUNT));
            assertThat(plan.objects().insert()).hasSameSizeAs(versions);
            assertThat(restoring.restoreObjects(archive, key, Progress.NONE).put())
                    .isEqualTo(versions.size());
            RestoreResult restored = restoring.restore(Orders.restore(key, archive, plan.rowsHash(), "rst_1"));
            assertThat(restored).isInstanceOf(RestoreResult.Restored.class);
            assertThat(product.fingerprint()).isEqualTo(before);
            assertThat(objects(client)).isEqualTo(objectsBefore);
            assertThat(Orders.export(restoring, key).result().contentDigest())
                    .isEqualTo(archive.result().contentDigest());
        }
    }

    @Test
    void a_fence_that_is_down_is_not_taken_for_one_that_holds() throws SQLException {
        try (ObjectStore store = fill(Optional.empty())) {
            AccountEngine engine = product.erasing(MAP, Optional.of(store));

            assertThat(engine.probe(key).state()).isEqualTo(FenceOutcome.State.NOT_PROVED);
            engine.fenceOn(key);
            assertThat(engine.probe(key).state()).isEqualTo(FenceOutcome.State.HELD);
            assertThat(product.ask("SELECT count(*) FROM cabinets WHERE name = 'probe of the fence'"))
                    .isEqualTo("0");
            engine.fenceOff(key);
            assertThat(engine.probe(key).state()).isEqualTo(FenceOutcome.State.NOT_PROVED);
        }
    }

    @Test
    void a_probe_that_fails_for_want_of_a_right_proves_nothing() throws SQLException {
        try (ObjectStore store = fill(Optional.empty())) {
            AccountEngine engine = product.erasing(MAP, Optional.of(store));
            engine.fenceOn(key);
            product.run("REVOKE INSERT ON cabinets FROM " + product.eraser().user());

            assertThat(engine.probe(key).state()).isEqualTo(FenceOutcome.State.NOT_PROVED);
        }
    }

    @Test
    void objects_that_the_manifest_does_not_know_are_reported_and_left() throws Exception {
        try (S3Client client = TestServers.s3().client();
                ObjectStore store = fill(Optional.empty())) {
            AccountObjects objects = product.erasing(MAP, Optional.of(store)).objects();
            String account = "77" + System.nanoTime();
            String prefix = "accounts/" + account + "/";
            put(client, prefix + "a ü.txt", "one");
            List<ObjectVersion> manifest = objects.list(account);
            put(client, prefix + "later.txt", "two");
            put(client, prefix + "a ü.txt", "one again");

            assertThat(objects.findings(account, manifest)).hasSize(2);
            assertThat(objects.delete(account, manifest)).isEmpty();
            assertThat(objects.list(account))
                    .extracting(ObjectVersion::key)
                    .containsExactly(prefix + "a ü.txt", prefix + "later.txt");
            assertThat(objects.delete(account, manifest)).isEmpty();
        }
    }

    private static void put(S3Client client, String object, String text) {
        client.putObject(request -> request.bucket(Cabinet.BUCKET).key(object), RequestBody.fromString(text));
    }

    private Map<String, String> objects(S3Client client) {
        Map<String, String> objects = new TreeMap<>();
        client.listObjectsV2Paginator(request -> request.bucket(Cabinet.BUCKET).prefix("accounts/" + key + "/"))
                .contents()
                .forEach(object -> {
                    var head = client.headObject(
                            request -> request.bucket(Cabinet.BUCKET).key(object.key()));
                    objects.put(
                            object.key(),
                            object.size() + " " + object.eTag() + " " + head.contentType() + " " + head.metadata());
                });
        return objects;
    }
}

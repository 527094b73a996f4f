package io.reprieve.accountdata;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprieve.accountdata.archive.ArchiveSource;
import io.reprieve.accountdata.archive.ExportSink;
import io.reprieve.accountdata.archive.ObjectEntry;
import io.reprieve.accountdata.archive.ObjectVersion;
import io.reprieve.accountdata.archive.TableContent;
import io.reprieve.accountdata.archive.TableShape;
import io.reprieve.accountdata.datamap.DataMap;
import io.reprieve.accountdata.digest.DigestKey;
import io.reprieve.accountdata.order.ErasureOrder;
import io.reprieve.accountdata.order.ErasureResult;
import io.reprieve.accountdata.order.ExportResult;
import io.reprieve.accountdata.order.RestoreResult;
import io.reprieve.accountdata.report.Progress;
import io.reprieve.localservers.TestServers;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Streams all the way: the tests' heap is capped in the pom, and this account does not fit into it. */
class LargeAccountIT {

    private static final DataMap MAP = DataMap.parse("""
            sources:
              - name: app
                kind: postgresql
                root: { table: public.account, key: id }
                owned: [public.scan]
            """);

    @Test
    void an_account_larger_than_the_heap_goes_out_and_in() throws Exception {
        Product product = new Product("""
                CREATE TABLE account (id integer PRIMARY KEY);
                CREATE TABLE scan (id integer PRIMARY KEY, account integer NOT NULL REFERENCES account, page text);
                ALTER TABLE scan ALTER page SET STORAGE EXTERNAL;
                INSERT INTO account VALUES (1), (2);
                INSERT INTO scan SELECT n, 1, repeat('page ' || n || ' ', 100000) FROM generate_series(1, 250) n;
                """);
        product.setUp(MAP);
        DigestKey key = Product.digestKey(Orders.ACCOUNT);
        var before = product.fingerprint();
        FileArchive archive = new FileArchive(Files.createDirectories(TestServers.folder()));

        archive.result = product.restoring(MAP).export("1", key, archive, Progress.NONE);
        assertThat(archive.result.tables().get(1).bytes())
                .isGreaterThan(Runtime.getRuntime().maxMemory());
        assertThat(product.scratch().verify(archive, key).rowsDigest()).isEqualTo(archive.result.rowsDigest());
        ErasureResult erased = product.erasing(MAP)
                .erase(new ErasureOrder(
                        "prg_1", "ers_1", Orders.ACCOUNT, "1", 1, key, archive.contents(), new byte[] {1}, () -> true));
        assertThat(erased).isInstanceOf(ErasureResult.Erased.class);
        assertThat(Orders.restore(product.restoring(MAP), "1", archive, "rst_1"))
                .isInstanceOf(RestoreResult.Restored.class);

        assertThat(product.fingerprint()).isEqualTo(before);
    }

    private static final class FileArchive implements ExportSink, ArchiveSource {
        private final Path folder;
        private ExportResult result;

        FileArchive(Path folder) {
            this.folder = folder;
        }

        @Override
        public OutputStream table(TableShape shape) throws IOException {
            return Files.newOutputStream(folder.resolve(shape.name()));
        }

        @Override
        public InputStream rows(TableShape shape) throws IOException {
            return Files.newInputStream(folder.resolve(shape.name()));
        }

        @Override
        public OutputStream object(ObjectVersion version) {
            throw new AssertionError("there are no objects");
        }

        @Override
        public InputStream object(ObjectEntry entry) {
            throw new AssertionError("there are no objects");
        }

        @Override
        public List<TableShape> tables() {
            return result.tables().stream().map(ExportResult.TableExport::shape).toList();
        }

        @Override
        public List<ObjectEntry> objects() {
            return result.objects();
        }

        @Override
        public List<TableContent> contents() {
            return result.contents();
        }
    }
}

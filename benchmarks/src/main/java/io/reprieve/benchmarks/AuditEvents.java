package io.reprieve.benchmarks;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;

/** Events as purge-service's outbox writes them, of about 900 bytes: some hundred accounts, a dozen people. */
final class AuditEvents {
    private static final int ACCOUNTS = 500;
    private static final int PEOPLE = 12;
    private static final String[] TYPES = {
        "purge.requested", "purge.backup-ready", "purge.approved", "purge.cooling-off", "purge.reprieved", "purge.held"
    };
    private static final String TEMPLATE =
            "{\"specversion\":\"1.0\",\"id\":\"evt_%s\",\"source\":\"/purge-service\",\"type\":\"%s\","
                    + "\"subject\":\"prg_%s\",\"time\":\"2026-11-23T04:00:%02d.%06dZ\",\"datacontenttype\":\"application/json\","
                    + "\"correlationid\":\"prg_%s\",\"accountid\":\"%s\",\"data\":{\"subjectSeq\":1,\"prev\":null,"
                    + "\"accountId\":\"%s\",\"outcome\":\"SUCCESS\",\"actor\":{\"user\":{\"uid\":\"psn_%04d\"},"
                    + "\"kind\":\"person\",\"client\":\"reprieve-cli\"},\"category_uid\":3,\"class_uid\":3004,\"activity_id\":99,"
                    + "\"activity_name\":\"Other\",\"type_uid\":300499,\"severity_id\":1,\"status_id\":1,\"time\":1795406400000,"
                    + "\"entity\":{\"uid\":\"prg_%s\"},\"metadata\":{\"version\":\"1.4.0\",\"product\":{\"name\":\"purge-service\","
                    + "\"vendor_name\":\"Reprieve\"}},\"comment\":\"twin of account %d, provisioned twice\",\"detail\":{\"kind\":"
                    + "\"DUPLICATE_CLEANUP\",\"ticket\":\"OPS-%d\"}}}";

    private final AtomicLong next = new AtomicLong();
    private final String run = String.format("%012x", new SecureRandom().nextLong() & 0xffffffffffffL);

    /** One more; no two runs make the same. Ids grow, as UUIDv7 do. */
    byte[] next() {
        long number = next.getAndIncrement();
        String uuid = String.format("%08x-%04x-7000-8000-%s", 0x01935b2c + (number >> 16), number & 0xffff, run);
        long account = number * 31 % ACCOUNTS;
        return String.format(
                        TEMPLATE,
                        uuid,
                        TYPES[(int) (number % TYPES.length)],
                        uuid,
                        number / 1_000_000 % 60,
                        number % 1_000_000,
                        uuid,
                        account(account),
                        account(account),
                        number * 7 % PEOPLE,
                        uuid,
                        account,
                        number % 10_000)
                .getBytes(StandardCharsets.UTF_8);
    }

    static String account(long number) {
        return "acc_0000" + (1000 + number) + "-7c1e-7000-8000-000000000001";
    }

    /** So many, a line each. */
    byte[] lines(int count) {
        var lines = new java.io.ByteArrayOutputStream(count * 1024);
        for (int i = 0; i < count; i++) {
            lines.writeBytes(next());
            lines.write('\n');
        }
        return lines.toByteArray();
    }
}

package io.reprieve.benchmarks;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Events as purge-service's outbox writes them, of about 900 bytes: whole lives of purges of some hundred accounts by a
 * dozen people, a minute apart, in office hours; so that no rule of the alerts has a reason to fire.
 */
final class AuditEvents {
    private static final int ACCOUNTS = 500;
    private static final int PEOPLE = 12;
    private static final int A_DAY = 800;
    private static final LocalDate FIRST_MONDAY = LocalDate.of(2022, 1, 3);
    private static final LocalTime MORNING = LocalTime.of(6, 1);
    private static final String[] LIFE = {
        "purge.requested", "purge.backup-ready", "purge.approved", "purge.cooling-off", "purge.held", "purge.reprieved"
    };
    private static final String TEMPLATE =
            "{\"specversion\":\"1.0\",\"id\":\"evt_%s\",\"source\":\"/purge-service\",\"type\":\"%s\","
                    + "\"subject\":\"prg_%s\",\"time\":\"%s\",\"datacontenttype\":\"application/json\","
                    + "\"correlationid\":\"prg_%s\",\"accountid\":\"%s\",\"data\":{\"subjectSeq\":%d,\"prev\":%s,"
                    + "\"accountId\":\"%s\",\"outcome\":\"SUCCESS\",\"actor\":{\"user\":{\"uid\":\"psn_%04d\"},"
                    + "\"kind\":\"person\",\"client\":\"reprieve-cli\"},\"category_uid\":3,\"class_uid\":3004,\"activity_id\":99,"
                    + "\"activity_name\":\"Other\",\"type_uid\":300499,\"severity_id\":1,\"status_id\":1,\"time\":%d,"
                    + "\"entity\":{\"uid\":\"prg_%s\"},\"metadata\":{\"version\":\"1.4.0\",\"product\":{\"name\":\"purge-service\","
                    + "\"vendor_name\":\"Reprieve\"}},\"comment\":\"twin of account %d, provisioned twice\",\"detail\":{\"kind\":"
                    + "\"DUPLICATE_CLEANUP\",\"requester\":\"psn_%s\",\"ticket\":\"OPS-%d\"}}}";

    private final AtomicLong next = new AtomicLong();
    private final String run = String.format("%012x", new SecureRandom().nextLong() & 0xffffffffffffL);

    /** So many more, each purge's in their order; no two runs make the same. Ids grow, as UUIDv7 do. */
    List<byte[]> next(int count) {
        List<byte[]> events = new ArrayList<>(count);
        while (events.size() < count) {
            life(Math.min(LIFE.length, count - events.size()), events);
        }
        return events;
    }

    private void life(int count, List<byte[]> events) {
        long number = next.getAndAdd(LIFE.length);
        long purge = number / LIFE.length;
        String subject = uuid(number);
        byte[] before = null;
        for (int seq = 1; seq <= count; seq++) {
            byte[] event = event(subject, number + seq - 1, purge, seq, before);
            events.add(event);
            before = event;
        }
    }

    private byte[] event(String subject, long number, long purge, int seq, byte[] before) {
        long account = purge * 31 % ACCOUNTS;
        Instant at = begun(purge).plus(seq, ChronoUnit.SECONDS).plusNanos(1000 * (purge % 1_000_000));
        return String.format(
                        TEMPLATE,
                        uuid(number),
                        LIFE[seq - 1],
                        subject,
                        at,
                        subject,
                        account(account),
                        seq,
                        before == null ? "null" : '"' + HexFormat.of().formatHex(sha256(before)) + '"',
                        account(account),
                        number * 7 % PEOPLE,
                        at.toEpochMilli(),
                        subject,
                        account,
                        subject,
                        purge % 10_000)
                .getBytes(StandardCharsets.UTF_8);
    }

    // A minute after the one before; on working days.
    private static Instant begun(long purge) {
        long day = purge / A_DAY;
        int week = DayOfWeek.FRIDAY.getValue();
        return FIRST_MONDAY
                .plusWeeks(day / week)
                .plusDays(day % week)
                .atTime(MORNING.plusMinutes(purge % A_DAY))
                .toInstant(ZoneOffset.UTC);
    }

    private String uuid(long number) {
        return String.format("%08x-%04x-7000-8000-%s", 0x01935b2c + (number >> 16), number & 0xffff, run);
    }

    static String account(long number) {
        return "acc_0000" + (1000 + number) + "-7c1e-7000-8000-000000000001";
    }

    /** So many, a line each. */
    byte[] lines(int count) {
        var lines = new java.io.ByteArrayOutputStream(count * 1024);
        for (byte[] event : next(count)) {
            lines.writeBytes(event);
            lines.write('\n');
        }
        return lines.toByteArray();
    }

    private static byte[] sha256(byte[] event) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(event);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

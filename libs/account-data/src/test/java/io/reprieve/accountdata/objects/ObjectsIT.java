package io.reprieve.accountdata.objects;

import io.reprieve.localservers.S3Server;
import io.reprieve.localservers.TestServers;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** On S3Mock, which names versions and delete markers apart, and keeps metadata and tags of plain ASCII alone. */
class ObjectsIT extends ObjectsContract {

    @Override
    S3Server server() {
        return TestServers.s3();
    }

    @Override
    Map<String, String> metadata() {
        return Map.of("author", "Ada L.", "odd", "=?UTF-8?Q?Zo=C3=AB?=");
    }

    @Override
    String owner() {
        return "Zoe";
    }

    @Override
    void tick() {
        Instant before = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        while (!Instant.now().truncatedTo(ChronoUnit.MILLIS).isAfter(before)) {
            Thread.onSpinWait();
        }
    }
}

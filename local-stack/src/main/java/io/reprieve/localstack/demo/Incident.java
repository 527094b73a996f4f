package io.reprieve.localstack.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprieve.cabinet.Cabinet;
import io.reprieve.cabinet.Cast;
import io.reprieve.localstack.Addresses;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** IR-34 from the clean-up to the last look at the audit trail, in the order of the postmortem. */
final class Incident {
    private static final int SWEEP_LOOKS = 120;

    private final Addresses addresses;
    private final Suite suite;
    private final Telling tell;
    private final WholeDatabase database;
    private final WholeBucket bucket;
    private final PurgeChapter purging;
    private final RescueChapter rescue;
    private final AuditChapter audit;
    private final Cast cast = Cabinet.cast();

    // what one step hands to the next
    private String since;
    private JsonNode account;
    private WholeDatabase.Fingerprint rowsBefore;
    private WholeDatabase.Fingerprint rowsOfOthers;
    private WholeBucket.Contents objectsBefore;
    private String purge;
    private String backup;

    Incident(Addresses addresses, Suite suite, Telling tell) {
        this.addresses = addresses;
        this.suite = suite;
        this.tell = tell;
        this.database = new WholeDatabase(addresses.product().dataSource());
        this.bucket = new WholeBucket(addresses.files());
        People people = new People(
                addresses.realm(),
                List.of(
                        "requester",
                        "approver",
                        "approver2",
                        "approver3",
                        "restorer",
                        "support",
                        "provisioner",
                        "auditor"));
        this.purging = new PurgeChapter(suite, tell);
        this.rescue = new RescueChapter(suite, tell, people);
        this.audit = new AuditChapter(suite, tell, people);
    }

    /** Tells it up to the first step that does not hold. */
    void play() {
        boolean held = tell.step("-  Before: every row and object counted", "-", this::before)
                && tell.step(
                        "a  The clean-up asks for the wrong twin: blocked",
                        "not blocked: purged at 17:00",
                        () -> purging.wrongTwin(
                                cast.doubled().key(), cast.emptyDouble().key()))
                && tell.step(
                        "b  Forced through on the blind spot: backed up, verified",
                        "no backup of the account",
                        () -> purge = purging.requestBlindSpot(account))
                && tell.step(
                        "b  A second person turns the second key", "no second person", () -> purging.approve(purge))
                && tell.step("b  Cooled off, then purged; nobody else is touched", "no wait, no fence", this::purge)
                && tell.step(
                        "c  The customer calls: what happened?",
                        "65 min until certain",
                        () -> backup = rescue.whatHappened(PurgeChapter.id(account), purge))
                && tell.step("d  Looking into the backup, nothing restored", "22 h 36 min", () -> rescue.browse(backup))
                && tell.step("e  The account is back, and proved equal", "30 h 17 min", this::restore)
                && tell.step(
                        "f  Who did what, proved from the audit log",
                        "11 h 27 min, by hand",
                        () -> audit.trail(PurgeChapter.id(account), since, Path.of(addresses.auditPublicKey())));
        if (held) {
            tell.say("");
        }
    }

    private void before() {
        since = Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
        account = suite.accountByKey("requester", cast.blindSpot().key());
        new Aftermath(suite, tell, rescue).clearUp(account);
        account = suite.account("requester", PurgeChapter.id(account));
        rowsBefore = database.everything();
        rowsOfOthers = database.everythingBut(cast.blindSpot().key());
        objectsBefore = bucket.read();
        tell.say(
                "%,d rows in %d tables, %,d objects: the demo's own count and digests, over SQL and S3.",
                rowsBefore.rows(),
                rowsBefore.tables().size(),
                objectsBefore.objects().size());
        tell.figure("rows", rowsBefore.rows());
        tell.figure("tables", rowsBefore.tables().size());
        tell.figure("objects", objectsBefore.objects().size());
        tell.figure("rowsOfTheAccount", rowsBefore.rows() - rowsOfOthers.rows());
    }

    private void purge() {
        purging.coolOffAndExecute(purge, this::lookWhileFenced);
        WholeDatabase.Fingerprint now = database.everything();
        same("the purge touched rows of others", rowsOfOthers.differences(now));
        long gone = rowsBefore.rows() - now.rows();
        tell.say("%,d rows are gone; the other %,d are the same to the byte.", gone, now.rows());
        int left = awaitSweep();
        WholeBucket.Contents objects = bucket.read();
        same(
                "the purge touched objects of others",
                objectsBefore.without(prefix()).differences(objects.without(prefix())));
        tell.say(
                "%d of its %d objects are gone%s; the other %d are the same.",
                objectsBefore.objects().size() - objects.objects().size(),
                objectsBefore.objects().size()
                        - objectsBefore.without(prefix()).objects().size(),
                left == 0 ? "" : " (the grace before objects follow is not over)",
                objectsBefore.without(prefix()).objects().size());
        tell.figure("rowsGone", gone);
        tell.figure("rowsOfOthersUntouched", now.rows());
        tell.figure(
                "objectsGone",
                objectsBefore.objects().size() - objects.objects().size());
    }

    private void lookWhileFenced() {
        JsonNode fence = suite.account("support", PurgeChapter.id(account)).path("fence");
        List<String> differences =
                rowsBefore.without("accounts").differences(database.everything().without("accounts"));
        if (!suite.purge("support", purge).body().path("state").asText().equals("COOLING_OFF")) {
            tell.say("the wait was over before every row had been looked at.");
            return;
        }
        same("a row changed while the account was fenced", differences);
        Suite.require(fence.isObject(), "the account cools off without a fence");
        tell.say(
                "every row is still there; a write to the account is refused: probe %s.",
                fence.path("probe").path("outcome").asText());
        tell.figure("probe", fence.path("probe").path("outcome").asText());
    }

    private int awaitSweep() {
        int left = bucket.count(prefix());
        for (int look = 0; look < SWEEP_LOOKS && left > 0; look++) {
            pause();
            left = bucket.count(prefix());
        }
        return left;
    }

    private void restore() {
        rescue.restore(PurgeChapter.id(account), backup);
        same("rows differ from before", rowsBefore.differences(database.everything()));
        same("objects differ from before", objectsBefore.differences(bucket.read()));
        tell.say(
                "All %,d rows and %,d objects of the product are what they were before, to the byte.",
                rowsBefore.rows(), objectsBefore.objects().size());
        suite.until("the purge to be known as restored", () -> Optional.of(
                        suite.purge("support", purge).body())
                .filter(now -> now.path("state").asText().equals("RESTORED")));
        tell.figure("rowsEqual", rowsBefore.rows());
        tell.figure("objectsEqual", objectsBefore.objects().size());
    }

    private String prefix() {
        return "accounts/" + cast.blindSpot().key() + "/";
    }

    private static void same(String otherwise, List<String> differences) {
        Suite.require(differences.isEmpty(), otherwise + ": " + String.join("; ", differences));
    }

    private static void pause() {
        try {
            Thread.sleep(500);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoryBroken("interrupted");
        }
    }
}

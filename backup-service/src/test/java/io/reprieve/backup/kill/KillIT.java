package io.reprieve.backup.kill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.reprieve.backup.operation.Replica;
import io.reprieve.backup.operation.WorkQueue;
import io.reprieve.backup.service.ServiceUnderTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * A real process is ended by {@code kill -9} while it is at many backups and restores at once; another carries them on. No half-backup
 * is called good, no half-restore is visible at any moment, none is lost, none is done twice.
 */
@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class KillIT {

    private static final int POINTS = Integer.getInteger("reprieve.kills", 200);

    private static final List<String> OF_A_BACKUP = List.of(
            "io.reprieve.backup.take.Attempts#of",
            "io.reprieve.backup.take.AttemptStore#begin",
            "io.reprieve.backup.take.ExportAccount#rows",
            "io.reprieve.backup.archive.PartWriter#close",
            "io.reprieve.backup.take.AttemptStore#rows",
            "io.reprieve.accountdata.AccountEngine#exportObjects",
            "io.reprieve.backup.take.AttemptStore#objects",
            "io.reprieve.backup.take.ManifestVault#write",
            "io.reprieve.backup.take.AttemptStore#sealed",
            "io.reprieve.backup.verify.VerifyArchive#prove",
            "io.reprieve.backup.vault.LockArchive#raise",
            "io.reprieve.backup.receipt.Receipts#sign",
            "io.reprieve.backup.take.AttemptStore#ended");

    private static final List<String> OF_A_RESTORE = List.of(
            "io.reprieve.backup.restore.RunRestore#carryOn",
            "io.reprieve.backup.restore.RestoreStore#putsObjectsBack",
            "io.reprieve.accountdata.AccountEngine#restoreObjects",
            "io.reprieve.accountdata.objects.VersionWriter#put",
            "io.reprieve.backup.restore.RestoreStore#putBack",
            "io.reprieve.accountdata.AccountEngine#restore",
            "io.reprieve.accountdata.restore.Insertion#done",
            "io.reprieve.accountdata.ledger.LedgerRows#append",
            "io.reprieve.backup.restore.RestoreStore#committed",
            "io.reprieve.outbox.Outbox#adopt",
            "io.reprieve.backup.account.AccountClient#reactivate",
            "io.reprieve.backup.restore.PutBack#missingObjects",
            "io.reprieve.backup.restore.RestoreStore#ended");

    // Of either: the last fact is committed, the task still in the queue.
    private static final List<String> OF_BOTH =
            List.of("com.github.kagkarlsson.scheduler.task.CompletionHandler$OnCompleteRemove#complete");

    private static final List<String> STEPS =
            Stream.of(OF_A_BACKUP, OF_A_RESTORE, OF_BOTH).flatMap(List::stream).toList();

    @Inject
    WorkQueue queue;

    private final Cases cases = new Cases();

    @Test
    void killed_at_every_step_of_backup_and_restore_all_of_them_are_carried_on() throws Exception {
        cases.backUpWhatWillBeLost();
        Replica.resting(queue, () -> {
            cases.askForBackups(OF_A_BACKUP.size() + 1);
            cases.loseAndAskForRestores();
            killAtEveryStep();
            cases.assertNothingHalf();
        });
        cases.assertAllWhole();
    }

    private static void killAtEveryStep() {
        try (Victim victim = Victim.stoppingAt(STEPS)) {
            await().atMost(Duration.ofMinutes(2))
                    .failFast(victim.lastWords(), () -> !victim.isAlive())
                    .untilAsserted(() -> assertThat(victim.reached()).containsExactlyInAnyOrderElementsOf(STEPS));
            victim.kill();
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "reprieve.deep", matches = "true")
    void killed_anywhere_over_and_over_nothing_is_half_lost_or_done_twice() throws Exception {
        long seed = Long.getLong("reprieve.seed", System.nanoTime());
        Random random = new Random(seed);
        System.out.println("reprieve.seed=" + seed);
        cases.backUpWhatWillBeLost();
        while (cases.killed() < POINTS) {
            Replica.resting(queue, () -> {
                cases.askForBackups(14);
                cases.loseAndAskForRestores();
                for (int kill = 0; kill < 4 && cases.left() > 0; kill++) {
                    killAnywhere(random);
                }
            });
            cases.assertAllWhole();
            System.out.println(cases.killed() + " pieces of work were killed so far, and all came to their end");
        }
    }

    private void killAnywhere(Random random) throws Exception {
        try (Victim victim = Victim.running()) {
            await().atMost(Duration.ofMinutes(2))
                    .failFast(victim.lastWords(), () -> !victim.isAlive())
                    .until(() -> victim.hasBegun() && cases.underWay() > 0);
            // The moment is what is random here.
            Thread.sleep(random.nextInt(6_000));
            victim.kill();
        }
        cases.killed();
        cases.assertNothingHalf();
    }
}

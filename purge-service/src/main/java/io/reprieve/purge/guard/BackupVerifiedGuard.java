package io.reprieve.purge.guard;

/** A backup that was restored and compared exists, says so under its service's signature, and cannot be deleted. */
final class BackupVerifiedGuard implements Guard {
    @Override
    public String name() {
        return "backup-verified";
    }

    @Override
    public boolean applies(PurgeFacts facts) {
        return facts.hasBackup();
    }

    @Override
    public Finding check(PurgeFacts facts) {
        return facts.backup().decide(backup -> {
            if (!"VERIFIED".equals(backup.state())) {
                return Finding.block("backup %s is %s", backup.backupId(), backup.state());
            }
            if (backup.receiptProblem() != null) {
                return Finding.block("the receipt of %s does not hold: %s", backup.backupId(), backup.receiptProblem());
            }
            if (!backup.lockEnforced()) {
                String detail = "%s is verified, but the vault does not enforce its lock (until %s)"
                        .formatted(backup.backupId(), backup.lockedUntil());
                return backup.lockRequired() ? Finding.block("%s", detail) : Finding.warn("%s", detail);
            }
            return Finding.pass("%s verified, locked until %s", backup.backupId(), backup.lockedUntil());
        });
    }
}

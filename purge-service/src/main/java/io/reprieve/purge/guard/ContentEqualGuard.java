package io.reprieve.purge.guard;

/**
 * What is live is what the backup holds. Before the fence stands a difference is told, because a new backup follows as soon as
 * it does; behind the fence nothing may move any more.
 */
final class ContentEqualGuard implements Guard {
    @Override
    public String name() {
        return "content-equal";
    }

    @Override
    public boolean applies(PurgeFacts facts) {
        return facts.hasBackup();
    }

    @Override
    public Finding check(PurgeFacts facts) {
        return facts.content().decide(content -> {
            if (content.rowsEqual() && content.objectsEqual()) {
                return Finding.pass("rows and objects are those of %s, by digest", content.backupId());
            }
            String moved = content.rowsEqual() ? "objects" : content.objectsEqual() ? "rows" : "rows and objects";
            return facts.standing().fenced()
                    ? Finding.block("the %s are not those of %s", moved, content.backupId())
                    : Finding.warn(
                            "the %s moved since %s: once the account is fenced, a new backup and new approvals follow",
                            moved, content.backupId());
        });
    }
}

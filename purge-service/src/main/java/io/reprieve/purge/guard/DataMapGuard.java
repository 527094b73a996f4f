package io.reprieve.purge.guard;

/** The data map accounts for everything in the live catalog, and is the one the backup was taken with. */
final class DataMapGuard implements Guard {
    @Override
    public String name() {
        return "data-map";
    }

    @Override
    public Finding check(PurgeFacts facts) {
        return facts.dataMap().decide(map -> {
            if (!map.passes()) {
                return Finding.block(
                        "the data map does not account for the live catalog (%d findings): %s",
                        map.errors().size(),
                        String.join(
                                "; ",
                                map.errors().subList(0, Math.min(3, map.errors().size()))));
            }
            if (!facts.hasBackup()) {
                return Finding.pass("data map %s holds", map.digest());
            }
            return facts.backup()
                    .decide(backup -> map.digest().equals(backup.dataMapDigest())
                            ? Finding.pass("data map %s holds, as in the backup", map.digest())
                            : Finding.block(
                                    "the data map is %s, the backup was taken with %s",
                                    map.digest(), backup.dataMapDigest()));
        });
    }
}

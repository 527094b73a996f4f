package io.reprieve.purge.guard;

/** Nothing under a legal hold is erased, whoever asks. */
final class LegalHoldGuard implements Guard {
    @Override
    public String name() {
        return "legal-hold";
    }

    @Override
    public Finding check(PurgeFacts facts) {
        return facts.account()
                .decide(account -> account.legalHold() == null
                        ? Finding.pass("no legal hold")
                        : Finding.block("under legal hold: %s", account.legalHold()));
    }
}

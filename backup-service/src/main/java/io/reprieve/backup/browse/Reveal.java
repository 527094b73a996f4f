package io.reprieve.backup.browse;

import io.reprieve.backup.take.Backup;
import io.reprieve.edge.Caller;
import io.reprieve.edge.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Decides who sees personal columns unmasked: whoever holds the role, asks for it, and says why. */
@ApplicationScoped
public class Reveal {

    /** The header that says why. */
    public static final String REASON = "Reveal-Reason";

    private static final int LONGEST_REASON = 500;

    private final BrowseConfig config;
    private final Caller caller;

    Reveal(BrowseConfig config, Caller caller) {
        this.config = config;
        this.caller = caller;
    }

    /**
     * @param backup what is looked into
     * @param asked whether unmasked values were asked for
     * @param reason why
     * @return the reason to be noted; empty when values stay masked
     * @throws Problem 403 {@code role-missing}, 422 {@code reveal-reason-missing}
     */
    public Optional<String> reason(Backup backup, boolean asked, String reason) {
        if (!asked) {
            return Optional.empty();
        }
        requireRole();
        if (reason == null || reason.isBlank() || reason.length() > LONGEST_REASON) {
            throw Problem.of(
                            422,
                            "reveal-reason-missing",
                            "Say why",
                            "Personal columns are shown with a reason alone: send the header " + REASON + ", up to "
                                    + LONGEST_REASON + " characters, such as a ticket. It is noted in the audit log.")
                    .error(REASON, "is missing or too long");
        }
        return Optional.of(reason.strip());
    }

    /**
     * Passes for those who may see what is not masked. Who may not is on record as any refused call is.
     *
     * @throws Problem 403 {@code role-missing}
     */
    void requireRole() {
        caller.requireAny(config.revealRoles().toArray(String[]::new));
    }
}

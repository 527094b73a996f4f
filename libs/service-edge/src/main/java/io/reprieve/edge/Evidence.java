package io.reprieve.edge;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * The facts an approver's key turns on. purge-service writes it, account-service recomputes it; times, last activity
 * and lock dates are shown beside it, never digested.
 *
 * @param approvers how many different people have to approve it, at the least
 * @param contentDigest hex, the backup's
 * @param dataMapDigest hex
 * @param guards sorted by name, whatever order they come in
 * @param requestDigest hex, see {@link RequestDigest}
 */
public record Evidence(
        String accountId,
        int approvers,
        String backupId,
        String contentDigest,
        String dataMapDigest,
        long epoch,
        List<Guard> guards,
        String kind,
        String policyVersion,
        String requestDigest) {

    /** One guard's name and outcome: PASS, WARN or BLOCK. */
    public record Guard(String name, String outcome) {
        public Guard {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(outcome, "outcome");
        }
    }

    public Evidence {
        Objects.requireNonNull(accountId, "accountId");
        Objects.requireNonNull(backupId, "backupId");
        Objects.requireNonNull(contentDigest, "contentDigest");
        Objects.requireNonNull(dataMapDigest, "dataMapDigest");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(policyVersion, "policyVersion");
        Objects.requireNonNull(requestDigest, "requestDigest");
        guards = guards.stream().sorted(Comparator.comparing(Guard::name)).toList();
    }

    /** The canonical JSON (RFC 8785) whose UTF-8 bytes are digested. */
    public String canonical() {
        return Json.canonical(this);
    }

    /** SHA-256 hex of {@link #canonical()}. */
    public String digest() {
        return Sha256.hex(canonical());
    }

    /**
     * Reads evidence back from exactly its canonical form; any other spelling is refused, so that two texts can never
     * stand for one digest.
     *
     * @throws Problem 422 {@code evidence-malformed}
     */
    public static Evidence parse(String canonical) {
        try {
            Evidence evidence = Json.parse(canonical, Evidence.class);
            if (evidence.canonical().equals(canonical)) {
                return evidence;
            }
        } catch (IllegalArgumentException | NullPointerException e) {
            throw malformed(e);
        }
        throw malformed(null);
    }

    private static Problem malformed(Exception cause) {
        Problem problem = Problem.of(
                422, "evidence-malformed", "Evidence not understood", "It is not evidence in its canonical form.");
        if (cause != null) {
            problem.initCause(cause);
        }
        return problem;
    }
}

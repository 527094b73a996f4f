package io.reprieve.purge.approval;

import io.reprieve.purge.request.CaseFile;
import io.reprieve.purge.request.MemoryPurges;
import io.reprieve.purge.request.PurgeRequest;
import jakarta.enterprise.inject.Vetoed;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** {@link ApprovalStore} over files in memory. */
@Vetoed
public class MemoryApprovals extends ApprovalStore {
    private final Supplier<? extends MemoryPurges.Files> files;

    public MemoryApprovals(Supplier<? extends MemoryPurges.Files> files) {
        super(null);
        this.files = files;
    }

    @Override
    void put(
            PurgeRequest purge,
            String evidenceDigest,
            Hand hand,
            Set<String> groups,
            String comment,
            String keyTurnId) {
        Approval approval = new Approval(
                hand.personId(),
                hand.subject(),
                evidenceDigest,
                comment,
                keyTurnId,
                groups,
                files.get().now(),
                true);
        files.get()
                .all()
                .get(purge.id())
                .approvals
                .add(new CaseFile.Given(approval, purge.evidenceNumber(), purge.round()));
    }

    @Override
    public List<Approval> all(String purgeId) {
        CaseFile file = files.get().all().get(purgeId);
        return file.approvals.stream()
                .map(given -> new Approval(
                        given.approval().personId(),
                        given.approval().subject(),
                        given.approval().evidenceDigest(),
                        given.approval().comment(),
                        given.approval().keyTurnId(),
                        given.approval().groups(),
                        given.approval().at(),
                        file.counting().contains(given)))
                .toList();
    }
}

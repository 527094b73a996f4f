package io.reprieve.edge.app;

import io.reprieve.edge.refusal.KnownSubjects;
import io.reprieve.edge.refusal.RefusalLog;
import io.reprieve.edge.refusal.RefusalSummary;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** What would go into the audit log. It knows one thing. */
@ApplicationScoped
public class RecordedRefusals implements RefusalLog, KnownSubjects {
    public static final String KNOWN = "thg_0190a000-0000-7000-8000-000000000001";
    private final List<RefusalSummary> told = new CopyOnWriteArrayList<>();

    @Override
    public void refused(RefusalSummary summary) {
        told.add(summary);
    }

    @Override
    public Optional<Subject> find(String id) {
        return id.equals(KNOWN) ? Optional.of(new Subject(id, "acc_1")) : Optional.empty();
    }

    /** Everything told about one caller. */
    public List<RefusalSummary> of(String actor) {
        return told.stream()
                .filter(summary -> summary.call().actor().id().equals(actor))
                .toList();
    }
}

package io.reprieve.backup.batch;

import com.fasterxml.jackson.annotation.JsonIgnore;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.util.List;

/**
 * What is ordered: exactly one plan by {@code planId} and {@code planHash}, or many accounts by {@code items}.
 *
 * @param planId {@code rpl_…}
 * @param planHash as the plan showed it
 * @param items up to 1,000 accounts, each once
 * @param priority of a batch among batches, 0 to 9, higher first; 5 when null
 */
public record BatchRequest(
        String planId,
        String planHash,
        @Valid @Size(min = 1, max = 1000) List<Item> items,
        @Min(0) @Max(9) Integer priority) {

    private static final int USUAL = 5;

    /**
     * One account, named in one of three ways.
     *
     * @param accountId its newest verified backup is restored
     * @param backupId this backup is restored
     * @param planId this plan is run, if its hash is {@code planHash}
     * @param planHash as the plan showed it
     */
    public record Item(String accountId, String backupId, String planId, String planHash) {}

    @JsonIgnore
    boolean onePlan() {
        return items == null && planId != null && planHash != null;
    }

    @JsonIgnore
    boolean many() {
        return items != null && planId == null && planHash == null;
    }

    int priorityOrUsual() {
        return priority == null ? USUAL : priority;
    }
}

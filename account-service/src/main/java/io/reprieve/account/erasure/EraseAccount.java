package io.reprieve.account.erasure;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.reprieve.account.datamap.Product;
import io.reprieve.account.fence.Fences;
import io.reprieve.account.keyturn.KeyTurn;
import io.reprieve.account.registry.Account;
import io.reprieve.account.registry.Accounts;
import io.reprieve.account.sweep.Sweeps;
import io.reprieve.account.timeline.Happening;
import io.reprieve.account.timeline.Timeline;
import io.reprieve.account.tombstone.ErasureEvent;
import io.reprieve.account.tombstone.RecordErasure;
import io.reprieve.account.tombstone.Tombstone;
import io.reprieve.accountdata.order.ErasureOrder;
import io.reprieve.accountdata.order.ErasureResult;
import io.reprieve.edge.Actor;
import io.reprieve.edge.Ids;
import io.reprieve.edge.Problem;
import io.reprieve.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Erases one account under a warrant. The account stays locked in the registry from the first check to the tombstone, so that
 * nothing decides about it meanwhile: a reprieve that got here first stops it, one that comes later finds it done.
 */
@ApplicationScoped
class EraseAccount {
    private static final Logger LOG = Logger.getLogger(EraseAccount.class);

    private final Accounts accounts;
    private final ReadPapers readPapers;
    private final GatherFacts gatherFacts;
    private final Product product;
    private final Outbox outbox;
    private final Fences fences;
    private final Sweeps sweeps;
    private final RecordErasure recordErasure;
    private final Timeline timeline;
    private final ErasureConfig config;

    EraseAccount(
            Accounts accounts,
            ReadPapers readPapers,
            GatherFacts gatherFacts,
            Product product,
            Outbox outbox,
            Fences fences,
            Sweeps sweeps,
            RecordErasure recordErasure,
            Timeline timeline,
            ErasureConfig config) {
        this.accounts = accounts;
        this.readPapers = readPapers;
        this.gatherFacts = gatherFacts;
        this.product = product;
        this.outbox = outbox;
        this.fences = fences;
        this.sweeps = sweeps;
        this.recordErasure = recordErasure;
        this.timeline = timeline;
        this.config = config;
    }

    /** The tombstone; any refusal is a {@link Problem} and changed nothing. */
    Tombstone erase(String accountId, ErasureResource.Order order, Actor actor) {
        try {
            var papers = readPapers.read(order.warrant(), order.receipt(), order.versions());
            return QuarkusTransaction.requiringNew()
                    .timeout((int) config.timeout().toSeconds())
                    .call(() -> underLock(accountId, papers, actor));
        } catch (Problem refused) {
            if (refused.status() < 500) {
                LOG.warnf("Erasure of %s refused: %s", accountId, refused.code());
                noteRefusal(accountId, refused, actor);
            }
            throw refused;
        }
    }

    private Tombstone underLock(String accountId, Papers papers, Actor actor) {
        var account = accounts.lock(accountId);
        var facts = gatherFacts.about(account, papers);
        PointOfNoReturn.check(facts);
        var erasureId = Ids.next("ers");
        var event = outbox.compose(event(erasureId, account, facts, actor).draft());
        sweeps.remember(erasureId, papers.objects());
        fences.erasing(papers.warrant().purgeRequestId());
        var result = product.engine()
                .erase(new ErasureOrder(
                        papers.warrant().purgeRequestId(),
                        erasureId,
                        account.id(),
                        account.accountKey(),
                        account.epoch(),
                        product.digestKey(account.id()),
                        papers.receipt().tables(),
                        event.bytes(),
                        () -> !stopped(papers.warrant().purgeRequestId())));
        if (result instanceof ErasureResult.Erased erased) {
            erased.residue().forEach(finding -> LOG.warnf("Left after erasing %s: %s", accountId, finding.message()));
            erased.unreached()
                    .forEach(finding -> LOG.warnf(
                            "Not reached by erasing %s: %s %s", accountId, finding.subject(), finding.message()));
            return recordErasure.record(account, erased.row());
        }
        sweeps.forget(erasureId);
        throw refusal(result);
    }

    // Asked anew, past this transaction: should it have lost the account's lock on the way, a reprieve may have come
    // between.
    private boolean stopped(String purgeRequestId) {
        return QuarkusTransaction.requiringNew().call(() -> fences.stopped(purgeRequestId));
    }

    private static ErasureEvent event(String erasureId, Account account, Facts facts, Actor actor) {
        var warrant = facts.warrant();
        var receipt = facts.receipt();
        return new ErasureEvent(
                erasureId,
                warrant.purgeRequestId(),
                account.id(),
                account.accountKey(),
                account.epoch(),
                warrant.kind(),
                receipt.backupId(),
                warrant.id(),
                receipt.contentDigest(),
                receipt.rows(),
                receipt.objects(),
                receipt.objectVersionsDigest(),
                facts.request().orElseThrow().personId(),
                facts.approvals().stream().map(KeyTurn::personId).distinct().toList(),
                actor);
    }

    private static Problem refusal(ErasureResult result) {
        if (result instanceof ErasureResult.AlreadyErased) {
            return refused(409, "warrant-spent", "This purge has erased its account already.");
        }
        if (result instanceof ErasureResult.ContentMoved moved) {
            return refused(412, "content-moved", "The rows are not the backup's; everything was rolled back.")
                    .with("differences", moved.differences());
        }
        if (result instanceof ErasureResult.ConcurrentWriters writers) {
            return refused(409, "concurrent-writers", "Somebody wrote to the account; everything was rolled back.")
                    .with("sqlState", writers.sqlState());
        }
        if (result instanceof ErasureResult.Refused refused) {
            return refused(409, "account-refused", "The account's data is in a state that is not acted on.")
                    .with("findings", refused.findings());
        }
        throw new IllegalStateException("No such result: " + result.getClass());
    }

    private static Problem refused(int status, String code, String detail) {
        return Problem.of(status, code, "Nothing is erased", detail);
    }

    private void noteRefusal(String accountId, Problem refused, Actor actor) {
        timeline.refused(
                Happening.of("access.refused", accountId, actor, Map.of("act", "erasure", "code", refused.code())));
    }
}

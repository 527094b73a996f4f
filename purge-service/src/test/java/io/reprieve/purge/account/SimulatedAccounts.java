package io.reprieve.purge.account;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprieve.purge.guard.Holdings;
import io.reprieve.purge.guard.PurgeFacts;
import jakarta.enterprise.inject.Vetoed;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** account-service as the simulation has it. */
@Vetoed
public class SimulatedAccounts extends AccountClient {
    private final Supplier<? extends Registry> registry;

    public SimulatedAccounts(Supplier<? extends Registry> registry) {
        super(null, null, null);
        this.registry = registry;
    }

    /** The answers; each may refuse, be silent, or never come back. */
    public interface Registry {
        Optional<AccountView> account(String id);

        Holdings holdings(String accountId);

        List<PurgeFacts.Twin> twins();

        AccountFacts facts();

        LiveDigests content();

        AccountView.FenceView fence(String purgeId, long epoch);

        void lift(String purgeId);

        String turn(String token, String purgeId, String turn, String digest, Long epoch);

        Optional<JsonNode> tombstone(String purgeId);

        JsonNode erase(String warrant);

        Map<Long, String> reports();
    }

    /** As one that takes what it once heard of an account for what is. */
    public SimulatedAccounts remembering(AccountView account, Holdings holdings) {
        return new SimulatedAccounts(registry) {
            @Override
            public Optional<AccountView> find(String accountId) {
                return accountId.equals(account.id()) ? Optional.of(account) : super.find(accountId);
            }

            @Override
            public Holdings holdings(String accountId) {
                return accountId.equals(account.id()) ? holdings : super.holdings(accountId);
            }

            @Override
            public List<PurgeFacts.Twin> twins(String accountId) {
                return List.of();
            }
        };
    }

    @Override
    public Optional<AccountView> find(String accountId) {
        return registry.get().account(accountId);
    }

    @Override
    public Holdings holdings(String accountId) {
        return registry.get().holdings(accountId);
    }

    @Override
    public List<PurgeFacts.Twin> twins(String accountId) {
        return registry.get().twins();
    }

    @Override
    public PurgeFacts.DataMap dataMap() {
        return new PurgeFacts.DataMap(true, "map", true, List.of());
    }

    @Override
    public Map<Long, String> unsanctionedDeletions() {
        return registry.get().reports();
    }

    @Override
    public AccountFacts facts(String accountId) {
        return registry.get().facts();
    }

    @Override
    public long howMany() {
        return 1_000;
    }

    @Override
    public LiveDigests content(String accountId) {
        return registry.get().content();
    }

    @Override
    public AccountView.FenceView fence(String accountId, String purgeRequestId, long expectedEpoch) {
        return registry.get().fence(purgeRequestId, expectedEpoch);
    }

    @Override
    public void liftFence(String accountId, String purgeRequestId, String reason) {
        registry.get().lift(purgeRequestId);
    }

    @Override
    public KeyTurn turnRequest(
            String token, String accountId, String purgeId, String digest, String kind, String reason, long epoch) {
        return turned(registry.get().turn(token, purgeId, "REQUEST", digest, epoch), "REQUEST", token);
    }

    @Override
    public KeyTurn turnApproval(String token, String accountId, String purgeId, String digest, String evidence) {
        return turned(registry.get().turn(token, purgeId, "APPROVAL", digest, null), "APPROVAL", token);
    }

    private static KeyTurn turned(String id, String turn, String token) {
        return new KeyTurn(id, turn, token);
    }

    @Override
    public Optional<JsonNode> tombstone(String purgeRequestId) {
        return registry.get().tombstone(purgeRequestId);
    }

    @Override
    public JsonNode erase(String accountId, String warrant, String receipt, JsonNode objects) {
        return registry.get().erase(warrant);
    }
}

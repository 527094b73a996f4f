package io.reprieve.purge.policy;

import jakarta.enterprise.inject.Vetoed;

/** The policy as it is configured, never changed. */
@Vetoed
public class FixedPolicy extends PolicyInForce {
    private final Policy policy;

    public FixedPolicy(PolicyConfig config) {
        super(config, null, null);
        this.policy = Policy.configured(config);
    }

    @Override
    public Policy now() {
        return policy;
    }
}

package io.reprieve.purge.budget;

import jakarta.enterprise.inject.Vetoed;

/** A budget that is never spent. */
@Vetoed
public class EnoughBudget extends Budget {
    public EnoughBudget() {
        super(null, null);
    }

    @Override
    public void requireKey(String personId) {}

    @Override
    public void takeKey(String personId) {}

    @Override
    public void requireErasure(long accounts) {}

    @Override
    public void takeErasure(long accounts) {}
}

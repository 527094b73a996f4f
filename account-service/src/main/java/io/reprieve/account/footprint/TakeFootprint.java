package io.reprieve.account.footprint;

import io.reprieve.account.datamap.Product;
import io.reprieve.account.registry.Account;
import io.reprieve.accountdata.order.Footprint;
import io.reprieve.accountdata.order.LiveContent;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/** Measures what the product holds of an account. */
@ApplicationScoped
public class TakeFootprint {
    private final Product product;

    TakeFootprint(Product product) {
        this.product = product;
    }

    /** The account's footprint now. */
    public AccountFootprint of(Account account) {
        var footprint = product.engine().footprint(account.accountKey());
        return new AccountFootprint(
                account.id(),
                footprint.takenAt(),
                footprint.rows(),
                footprint.bytes(),
                footprint.objects(),
                footprint.objectBytes(),
                footprint.lastActivity(),
                account.contacts().size(),
                sources(footprint));
    }

    /** Digests of what is live. */
    public LiveContent content(Account account) {
        return product.engine().content(account.accountKey(), product.digestKey(account.id()));
    }

    private List<AccountFootprint.Source> sources(Footprint footprint) {
        var sources = new ArrayList<AccountFootprint.Source>();
        sources.add(new AccountFootprint.Source(
                product.dataMap().postgres().name(),
                "postgresql",
                footprint.rows(),
                footprint.bytes(),
                0,
                0,
                footprint.tables()));
        product.dataMap()
                .files()
                .ifPresent(files -> sources.add(new AccountFootprint.Source(
                        files.name(), "s3", 0, 0, footprint.objects(), footprint.objectBytes(), List.of())));
        return List.copyOf(sources);
    }
}

package io.reprieve.account.footprint;

import io.quarkus.security.Authenticated;
import io.reprieve.account.datamap.Product;
import io.reprieve.account.registry.Accounts;
import io.reprieve.account.timeline.SignsOfLife;
import io.reprieve.accountdata.order.OpenBilling;
import io.reprieve.edge.Caller;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What a purge's guards ask about an account, beyond its footprint. */
@Path("/api/v1/accounts/{id}/purge-facts")
@Tag(name = "footprint")
@Authenticated
public class PurgeFactsResource {
    /**
     * Read from the product and the registry now.
     *
     * @param signsOfLife the newest of each kind
     * @param billing counts; a count that the data map does not say how to ask for is null
     * @param crossAccountEdges rows that tie the account to others, each named; empty: none
     */
    public record PurgeFacts(
            List<SignsOfLife.Newest> signsOfLife, OpenBilling billing, List<String> crossAccountEdges) {}

    private final Accounts accounts;
    private final SignsOfLife signsOfLife;
    private final Product product;
    private final Caller caller;

    PurgeFactsResource(Accounts accounts, SignsOfLife signsOfLife, Product product, Caller caller) {
        this.accounts = accounts;
        this.signsOfLife = signsOfLife;
        this.product = product;
        this.caller = caller;
    }

    @GET
    @Operation(
            summary = "What a purge's guards ask about an account",
            description = "For purge-service: signs of life by kind, what is open in the product's books, and rows that"
                    + " tie the account to others.")
    public PurgeFacts facts(@PathParam("id") String id) {
        caller.requireService("purge-service");
        var account = accounts.require(id);
        var edges = product.engine().crossAccountEdges(account.accountKey()).stream()
                .map(edge -> edge.subject() + ": " + edge.message())
                .toList();
        return new PurgeFacts(
                signsOfLife.newest(account.id()), product.engine().openBilling(account.accountKey()), edges);
    }
}

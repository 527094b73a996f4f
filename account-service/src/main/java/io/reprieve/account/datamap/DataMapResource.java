package io.reprieve.account.datamap;

import io.quarkus.security.Authenticated;
import io.reprieve.accountdata.report.CheckReport;
import io.reprieve.accountdata.report.Finding;
import io.reprieve.edge.Caller;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The data map in use, and whether it accounts for everything the product's database holds. */
@Path("/api/v1/data-map")
@Tag(name = "data map")
@Authenticated
public class DataMapResource {
    /** The data map: its digest and its YAML. */
    public record InUse(String dataMapDigest, String yaml) {}

    /** What the check found; a purge goes on only when it passes. */
    public record Check(boolean passes, String dataMapDigest, boolean fenceDeclared, List<Finding> findings) {}

    /** What no backup holds and no purge reaches. */
    public record Unowned(String dataMapDigest, List<Finding> findings) {}

    private final Product product;
    private final Caller caller;

    DataMapResource(Product product, Caller caller) {
        this.product = product;
        this.caller = caller;
    }

    @GET
    @Operation(summary = "The data map in use", description = "As it was read at the start.")
    public InUse inUse() {
        requireReader();
        return new InUse(product.dataMap().digest(), product.dataMap().text());
    }

    @GET
    @Path("check")
    @Operation(
            summary = "Hold the data map against the live catalog",
            description = "Every table, column, foreign key and trigger it does not account for is a finding.")
    public Check check() {
        requireReader();
        CheckReport report = product.engine().check();
        return new Check(
                report.passes(),
                report.dataMapDigest(),
                product.dataMap().fence().isPresent(),
                report.findings());
    }

    @GET
    @Path("unowned")
    @Operation(
            summary = "Rows of owned tables that no account owns",
            description = "A finding a table, with the count and the first rows by key. Unlike the check it reads data,"
                    + " every account's rows of the tables that may have such, and takes its time.")
    public Unowned unowned() {
        requireReader();
        return new Unowned(product.dataMap().digest(), product.engine().unowned());
    }

    private void requireReader() {
        caller.requireAny(
                "platform-admin",
                "auditor",
                "account-admin",
                "purge-requester",
                "purge-approver",
                "restore-operator",
                "support",
                "service");
    }
}

package io.reprieve.account.datamap;

import io.reprieve.accountdata.report.AccountDataException;
import io.reprieve.accountdata.report.AccountRefused;
import io.reprieve.edge.Problem;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.Providers;
import org.jboss.logging.Logger;

/** What the product's database or bucket did not do, as problems. */
final class ProductProblems {
    private static final Logger LOG = Logger.getLogger(ProductProblems.class);

    private ProductProblems() {}

    /** A server of the product failed: 503, try again. */
    @Provider
    public static class OfNoAnswer implements ExceptionMapper<AccountDataException> {
        @Context
        Providers providers;

        @Override
        public Response toResponse(AccountDataException failed) {
            LOG.error("The product did not do what was asked", failed);
            return providers
                    .getExceptionMapper(Problem.class)
                    .toResponse(Problem.of(
                            503,
                            "product-unavailable",
                            "The product does not answer",
                            "Its database or bucket failed; nothing was changed. Try again."));
        }
    }

    /** The catalog or the account's data is in a state that is not acted on: 409 with the findings. */
    @Provider
    public static class OfRefusal implements ExceptionMapper<AccountRefused> {
        @Context
        Providers providers;

        @Override
        public Response toResponse(AccountRefused refused) {
            return providers
                    .getExceptionMapper(Problem.class)
                    .toResponse(Problem.of(
                                    409,
                                    "account-refused",
                                    "The account's data is not acted on",
                                    "The findings say what is in the way, and the way out.")
                            .with("findings", refused.findings()));
        }
    }
}

package io.reprieve.edge;

import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.quarkiverse.resteasy.problem.ExceptionMapperBase;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemContext;
import jakarta.annotation.Priority;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import org.jboss.resteasy.reactive.ClientWebApplicationException;

/**
 * Exceptions of this suite, and of calls to other services, as problems; {@link ProblemShape} says what is in them. The
 * rest is the problem extension's work.
 */
final class ProblemMappers {
    /** The extension registers its own at 999, Quarkus later. */
    private static final int BEFORE_THE_EXTENSION = 1;

    private ProblemMappers() {}

    private static Response response(Throwable cause, HttpProblem.Builder problem) {
        // Not by extending ExceptionMapperBase: it is in no index, so that Quarkus would not find the mappers.
        return ExceptionMapperBase.postProcessorsRegistry
                .applyPostProcessing(problem.build(), ProblemContext.of(cause, (String) null))
                .toResponse();
    }

    private static HttpProblem.Builder status(int status) {
        return HttpProblem.builder().withStatus(status);
    }

    /** What a use case refuses. */
    @Provider
    @Priority(BEFORE_THE_EXTENSION)
    public static class OfProblem implements ExceptionMapper<Problem> {
        @Override
        public Response toResponse(Problem problem) {
            HttpProblem.Builder shaped = status(problem.status());
            problem.headers().forEach(shaped::withHeader);
            return response(problem, shaped);
        }
    }

    /** A receipt, warrant or proof that does not hold. */
    @Provider
    @Priority(BEFORE_THE_EXTENSION)
    public static class OfInvalidSignedToken implements ExceptionMapper<InvalidSignedToken> {
        @Override
        public Response toResponse(InvalidSignedToken invalid) {
            return response(invalid, status(403));
        }
    }

    /** Another service answered with a failure; its status is never handed on as ours. */
    @Provider
    @Priority(BEFORE_THE_EXTENSION)
    public static class OfUpstreamAnswer implements ExceptionMapper<ClientWebApplicationException> {
        @Override
        public Response toResponse(ClientWebApplicationException answer) {
            return response(answer, status(502));
        }
    }

    /** Another service did not answer. */
    @Provider
    @Priority(BEFORE_THE_EXTENSION)
    public static class OfNoAnswer implements ExceptionMapper<ProcessingException> {
        @Override
        public Response toResponse(ProcessingException none) {
            return response(none, status(503).withHeader("Retry-After", "2"));
        }
    }

    /** JSON of another shape; Quarkus would answer with an empty body. */
    @Provider
    @Priority(BEFORE_THE_EXTENSION)
    public static class OfOtherShape implements ExceptionMapper<MismatchedInputException> {
        @Override
        public Response toResponse(MismatchedInputException mismatch) {
            return response(mismatch, status(400));
        }
    }
}

package io.reprieve.edge.app;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.Map;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** Another service of the suite. */
@RegisterRestClient(configKey = "elsewhere")
public interface Elsewhere {
    @GET
    @Path("/answers/{status}")
    Map<String, Object> answer(@PathParam("status") int status);
}

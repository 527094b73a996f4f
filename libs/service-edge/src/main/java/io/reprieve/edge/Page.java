package io.reprieve.edge;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.function.Function;

/**
 * One page of a list, as {@code {"items": […], "next": "…"}}.
 *
 * @param next the cursor of the page after this one, null on the last
 */
public record Page<T>(List<T> items, String next) {
    /** The limit when none is asked for. */
    public static final int DEFAULT_LIMIT = 50;

    /** The most items one page may hold. */
    public static final int MAX_LIMIT = 200;

    public Page {
        items = List.copyOf(items);
    }

    /**
     * Cuts a page out of up to {@code limit + 1} rows: the row too many says that there is a next page.
     *
     * @param cursor makes the cursor from the last item shown
     */
    public static <T> Page<T> of(List<T> rows, int limit, Function<T, Cursor> cursor) {
        if (rows.size() <= limit) {
            return new Page<>(rows, null);
        }
        List<T> shown = rows.subList(0, limit);
        return new Page<>(shown, cursor.apply(shown.get(limit - 1)).encoded());
    }

    /**
     * The limit asked for, or {@link #DEFAULT_LIMIT} for null.
     *
     * @throws Problem 422 {@code limit-out-of-range} outside 1 to 200
     */
    public static int limit(Integer asked) {
        if (asked == null) {
            return DEFAULT_LIMIT;
        }
        if (asked < 1 || asked > MAX_LIMIT) {
            throw Problem.of(422, "limit-out-of-range", "Limit out of range", "Ask for 1 to 200 items.")
                    .error("limit", "must be between 1 and " + MAX_LIMIT);
        }
        return asked;
    }

    /** 200 with this page and, when there is a next one, its {@code Link} (RFC 8288), relative to the host. */
    public Response toResponse(UriInfo uri) {
        Response.ResponseBuilder response = Response.ok(this);
        if (next != null) {
            response.header("Link", link(uri, next));
        }
        return response.build();
    }

    /** The {@code Link} (RFC 8288), relative to the host, to the page of the same list that begins at a cursor. */
    public static String link(UriInfo uri, String next) {
        String query = uri.getRequestUriBuilder()
                .replaceQueryParam("cursor", next)
                .build()
                .getRawQuery();
        return "<" + uri.getRequestUri().getRawPath() + "?" + query + ">; rel=\"next\"";
    }
}

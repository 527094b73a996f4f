/** What every HTTP edge of the suite does alike: problems, paging, idempotency, roles, the caller, signed tokens. */
package io.reprieve.edge;

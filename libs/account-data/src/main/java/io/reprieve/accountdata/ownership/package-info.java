/**
 * Whose row is it? {@link OwnershipBuilder} makes an {@link Ownership} of data map and catalog; {@link AccountRows}
 * turns it into SQL for one account, {@link CrossAccountEdges} finds rows that tie two together.
 */
package io.reprieve.accountdata.ownership;

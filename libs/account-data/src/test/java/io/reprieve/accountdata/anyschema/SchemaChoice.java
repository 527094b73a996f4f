package io.reprieve.accountdata.anyschema;

import io.reprieve.localservers.PostgresVersion;
import java.util.List;

/**
 * What is picked for one case.
 *
 * @param root the account table; its own links go to shared tables only
 * @param accounts how many accounts there are
 * @param chosen which one goes out and comes back
 * @param oddity 0: plain values and full links; otherwise it decides which odd values and nulls stand where
 * @param replicationRole whether foreign keys are checked in sets, their triggers off
 */
record SchemaChoice(
        PostgresVersion version,
        TableChoice root,
        List<TableChoice> tables,
        int accounts,
        int chosen,
        int oddity,
        boolean replicationRole) {}

package io.reprieve.account.erasure;

import io.reprieve.accountdata.archive.ObjectVersion;
import java.util.List;

/**
 * What purge-service hands in, signatures checked.
 *
 * @param objects the manifest's (key, version) pairs, to be swept later
 */
record Papers(Warrant warrant, Receipt receipt, List<ObjectVersion> objects) {}

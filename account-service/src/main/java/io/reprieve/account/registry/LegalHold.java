package io.reprieve.account.registry;

import java.time.Instant;

/** A hold: while it stands nothing of the account is erased. {@code by} is a person id. */
public record LegalHold(String reason, String by, Instant at) {}

package io.reprieve.purge.notice;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** How an account's contacts are told. Without a mail server nobody is, and every purge says so. */
@ConfigMapping(prefix = "reprieve.notice")
public interface NoticeConfig {
    Optional<String> smtpHost();

    /** The sender's address. */
    Optional<String> from();

    /** Where purge-service is reached from outside: what the undo link begins with, without a slash at its end. */
    Optional<String> publicUrl();

    /** Whom to call: a number or an address, in words. */
    Optional<String> help();
}

package io.reprieve.purge;

import io.quarkus.runtime.StartupEvent;
import io.reprieve.edge.ProfileNow;
import io.reprieve.edge.StartupRefusal;
import io.reprieve.purge.notice.NoticeConfig;
import io.reprieve.purge.policy.Policy;
import io.reprieve.purge.policy.PolicyConfig;
import io.reprieve.purge.policy.PolicyFaults;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Refuses to start with rules that are no rules, or without the keys that make a receipt or a warrant mean something. */
@ApplicationScoped
class SafeToStart {
    private static final int FIRST = 10;

    private final PurgeConfig keys;
    private final Policy policy;
    private final NoticeConfig notice;
    private final Optional<String> accountUrl;
    private final Optional<String> backupUrl;
    private final Optional<String> auditKey;

    SafeToStart(
            PurgeConfig keys,
            PolicyConfig policy,
            NoticeConfig notice,
            @ConfigProperty(name = "REPRIEVE_ACCOUNT_URL") Optional<String> accountUrl,
            @ConfigProperty(name = "REPRIEVE_BACKUP_URL") Optional<String> backupUrl,
            @ConfigProperty(name = "REPRIEVE_AUDIT_PUBLIC_KEY") Optional<String> auditKey) {
        this.keys = keys;
        this.policy = Policy.configured(policy);
        this.notice = notice;
        this.accountUrl = accountUrl;
        this.backupUrl = backupUrl;
        this.auditKey = auditKey;
    }

    void check(@Observes @Priority(FIRST) StartupEvent starting) {
        StartupRefusal findings = StartupRefusal.collect()
                .file("REPRIEVE_SIGNING_KEY", keys.signingKey())
                .file("REPRIEVE_BACKUP_PUBLIC_KEY", keys.backupPublicKey())
                .requireOutsideLocal(auditKey.isPresent(), "REPRIEVE_AUDIT_PUBLIC_KEY", "is not set")
                .requireOutsideLocal(accountUrl.isPresent(), "REPRIEVE_ACCOUNT_URL", "is not set")
                .requireOutsideLocal(backupUrl.isPresent(), "REPRIEVE_BACKUP_URL", "is not set")
                .atLeastOneDay("REPRIEVE_COOLING_OFF", policy.coolingOff())
                .require(
                        notice.smtpHost().isEmpty() || notice.from().isPresent() || ProfileNow.isLocalOrTest(),
                        "REPRIEVE_MAIL_FROM",
                        "is not set, but a mail server is")
                .require(
                        notice.smtpHost().isEmpty() || notice.publicUrl().isPresent(),
                        "REPRIEVE_PUBLIC_URL",
                        "is not set: a notice's undo link would lead nowhere");
        for (PolicyFaults.Fault fault : PolicyFaults.in(policy, true)) {
            findings.require(false, "reprieve.policy, " + fault.field() + ",", fault.why());
        }
        findings.orRefuse();
    }
}

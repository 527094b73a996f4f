package io.reprieve.purge.notice;

import io.quarkus.mailer.Mail;
import io.quarkus.mailer.Mailer;
import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import io.reprieve.purge.request.PurgeRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jboss.logging.Logger;

/** The letter itself. Neither its text nor its recipient is ever logged. */
@ApplicationScoped
class NoticeMail {
    private static final Logger LOG = Logger.getLogger(NoticeMail.class);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern(
                    "EEEE, d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final Mailer mailer;
    private final Template notice;
    private final UndoLinks links;
    private final NoticeConfig config;

    NoticeMail(Mailer mailer, @Location("notice.txt") Template notice, UndoLinks links, NoticeConfig config) {
        this.mailer = mailer;
        this.notice = notice;
        this.links = links;
        this.config = config;
    }

    boolean canBeSent() {
        return config.smtpHost().isPresent();
    }

    /** @return whether a mail server took it */
    boolean send(String address, PurgeRequest purge, Moment moment, Instant now) {
        String text = notice.data("accountName", purge.subject().accountName())
                .data("moment", moment.name())
                .data("erasedOn", DAY.format(purge.window().notBefore()))
                .data("link", links.link(purge, now))
                .data("help", config.help().orElse(""))
                .render();
        try {
            mailer.send(Mail.withText(address, subject(moment, purge), text));
            return true;
        } catch (RuntimeException e) {
            LOG.warnf(
                    "%s: notice %s not taken by the mail server: %s",
                    purge.id(), moment, e.getClass().getSimpleName());
            return false;
        }
    }

    private static String subject(Moment moment, PurgeRequest purge) {
        String day = DAY.format(purge.window().notBefore());
        return switch (moment) {
            case START -> "Your data will be deleted on " + day;
            case HALF_WAY -> "Reminder: your data will be deleted on " + day;
            case DAY_BEFORE -> "Last reminder: your data will be deleted on " + day;
        };
    }
}

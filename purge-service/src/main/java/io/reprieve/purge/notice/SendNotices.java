package io.reprieve.purge.notice;

import io.reprieve.purge.account.AccountClient;
import io.reprieve.purge.account.AccountView;
import io.reprieve.purge.database.Database;
import io.reprieve.purge.request.Cause;
import io.reprieve.purge.request.PurgeRequest;
import io.reprieve.purge.request.TransitionPurge;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Tells an account's contacts what is going to happen, and keeps the erasure from coming before they were told: a notice may
 * go out twice after a crash, but never not at all.
 */
@ApplicationScoped
public class SendNotices {
    private final NoticeStore notices;
    private final NoticeMail mail;
    private final AccountClient accounts;
    private final TransitionPurge transition;
    private final Database database;

    SendNotices(
            NoticeStore notices,
            NoticeMail mail,
            AccountClient accounts,
            TransitionPurge transition,
            Database database) {
        this.notices = notices;
        this.mail = mail;
        this.accounts = accounts;
        this.transition = transition;
        this.database = database;
    }

    /**
     * Sends what is due of a cooling-off whose clock runs.
     *
     * @return when something is due again; empty when nothing is
     */
    public Optional<Instant> due(PurgeRequest purge, Instant now) {
        for (Notice notice : of(purge)) {
            if (!notice.isSettled() && !now.isBefore(notice.dueAt())) {
                send(purge, notice.moment(), now);
            }
        }
        return of(purge).stream()
                .filter(notice -> !notice.isSettled() && now.isBefore(notice.dueAt()))
                .map(Notice::dueAt)
                .findFirst();
    }

    /** Whether the last warning is to go out now, from which its day counts. */
    public boolean lastWarningIsDue(PurgeRequest purge, Instant now) {
        return of(purge).stream()
                .anyMatch(notice ->
                        notice.moment() == Moment.DAY_BEFORE && !notice.isSettled() && !now.isBefore(notice.dueAt()));
    }

    /**
     * From when on the contacts have been told long enough, and the wait is over: the last warning's day counts from when it
     * went out.
     *
     * @return empty as long as one of them has not gone out
     */
    public Optional<Instant> erasableFrom(PurgeRequest purge) {
        Instant from = purge.window().notBefore();
        for (Notice notice : of(purge)) {
            if (!notice.isSettled()) {
                return Optional.empty();
            }
            Instant after = notice.moment() == Moment.DAY_BEFORE && notice.recipients() > 0
                    ? notice.sentAt().plus(Moment.LEAD)
                    : from;
            from = after.isAfter(from) ? after : from;
        }
        return Optional.of(from);
    }

    private List<Notice> of(PurgeRequest purge) {
        return notices.of(purge.id(), purge.window().notBefore());
    }

    private void send(PurgeRequest purge, Moment moment, Instant now) {
        if (!mail.canBeSent()) {
            settle(purge, moment, 0, "no mail server is configured");
            return;
        }
        List<String> addresses = accounts.find(purge.subject().accountId()).stream()
                .flatMap(account -> account.contacts().stream())
                .map(AccountView.Contact::email)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        if (addresses.isEmpty()) {
            settle(purge, moment, 0, "no contact with an e-mail address is known");
            return;
        }
        int taken = (int) addresses.stream()
                .filter(address -> mail.send(address, purge, moment, now))
                .count();
        if (taken == 0) {
            notices.failed(
                    purge.id(),
                    purge.window().notBefore(),
                    moment,
                    "the mail server took none of %d; tried again".formatted(addresses.size()));
            return;
        }
        settle(
                purge,
                moment,
                taken,
                taken == addresses.size() ? null : "%d of %d addresses took it".formatted(taken, addresses.size()));
    }

    private void settle(PurgeRequest purge, Moment moment, int recipients, String problem) {
        database.inTransaction(() -> {
            notices.settled(purge.id(), purge.window().notBefore(), moment, recipients, problem);
            transition.note(
                    purge.id(),
                    Cause.self(recipients == 0 ? "purge.notice-without-recipient" : "purge.notice-sent", problem)
                            .with("moment", moment.name())
                            .with("recipients", recipients));
        });
    }
}

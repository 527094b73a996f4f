package io.reprieve.journey;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A mail server of the customers', which takes whatever it is handed over SMTP. */
final class MailServer {
    /** Where mails say purge-service is; its port is known only once it runs. */
    static final String PUBLIC_URL = "http://purges.reprieve.example";

    /** What one address got. */
    record Letter(String from, String subject, String text) {}

    private static MailServer running;

    private final GreenMail server = new GreenMail(ServerSetup.SMTP.dynamicPort());

    private MailServer() {
        server.start();
    }

    static synchronized MailServer running() {
        if (running == null) {
            running = new MailServer();
        }
        return running;
    }

    int port() {
        return server.getSmtp().getPort();
    }

    /** Oldest first. */
    List<Letter> sentTo(String address) {
        try {
            List<Letter> letters = new ArrayList<>();
            for (MimeMessage message : server.getReceivedMessages()) {
                if (Arrays.toString(message.getAllRecipients()).contains(address)) {
                    letters.add(new Letter(
                            message.getFrom()[0].toString(),
                            message.getSubject(),
                            String.valueOf(message.getContent())));
                }
            }
            return letters;
        } catch (MessagingException | IOException e) {
            throw new IllegalStateException("a mail cannot be read", e);
        }
    }
}

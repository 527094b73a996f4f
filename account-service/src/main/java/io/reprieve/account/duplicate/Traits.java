package io.reprieve.account.duplicate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What of an account tells whether it is another's twin.
 *
 * @param name the normalised name
 * @param emails contacts' addresses, lower case
 */
public record Traits(String name, String domain, Map<String, String> externalIds, Set<String> emails) {
    private static final double SAME_NAME = 0.92;

    // Shared by strangers, or reserved for examples (RFC 2606): they say nothing about who somebody is.
    private static final Set<String> SAYS_NOTHING = Set.of(
            "gmail.com",
            "googlemail.com",
            "outlook.com",
            "hotmail.com",
            "live.com",
            "yahoo.com",
            "icloud.com",
            "aol.com",
            "gmx.de",
            "gmx.net",
            "web.de",
            "proton.me",
            "protonmail.com",
            "mail.com",
            "example.com",
            "example.org",
            "example.net");

    /** How likely it is that both are one customer. */
    public Likeness like(Traits other) {
        double different = 1;
        List<String> reasons = new ArrayList<>();
        for (var system : externalIds.keySet().stream().sorted().toList()) {
            if (externalIds.get(system).equals(other.externalIds.get(system))) {
                different *= 1 - 0.98;
                reasons.add("external-id:" + system);
            }
        }
        var alike = NameSimilarity.between(name, other.name);
        if (alike >= SAME_NAME) {
            different *= 1 - 0.95 * alike;
            reasons.add("name");
        }
        if (domain != null && domain.equals(other.domain) && !SAYS_NOTHING.contains(domain)) {
            different *= 1 - 0.7;
            reasons.add("domain");
        }
        if (emails.stream().anyMatch(other.emails::contains)) {
            different *= 1 - 0.7;
            reasons.add("contact-email");
        }
        return new Likeness(Math.round((1 - different) * 1000) / 1000.0, List.copyOf(reasons));
    }
}

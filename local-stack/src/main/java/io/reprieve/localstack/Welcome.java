package io.reprieve.localstack;

import java.util.Locale;

/** The addresses and logins of a stack that is up. */
final class Welcome {
    private final Addresses addresses;
    private final StackSettings settings;

    Welcome(Addresses addresses, StackSettings settings) {
        this.addresses = addresses;
        this.settings = settings;
    }

    void print(Console console, double seconds) {
        console.say(String.format(Locale.ROOT, "Reprieve is up (%.0f s).", seconds));
        console.blank();
        for (Part service : Part.services()) {
            String url = addresses.url(service.id());
            row(console, service.id(), url, "API docs " + url + "/q/swagger-ui");
        }
        row(console, "witness", addresses.url("witness"), "cosigns the audit log");
        row(console, "Keycloak", addresses.realm(), "public client reprieve-cli, password grant");
        row(
                console,
                addresses.sampleProduct() ? "Cabinet" : "product",
                addresses.product().url(),
                "as " + addresses.product().user());
        row(
                console,
                "objects",
                addresses.files().endpoint(),
                "bucket " + addresses.files().bucket());
        row(
                console,
                "vault",
                addresses.vault().endpoint(),
                "bucket " + addresses.vault().bucket());
        console.blank();
        console.say("Logins (the password is the name):");
        login(console, "requester, requester2", "ask for a purge");
        login(console, "approver, approver2, approver3", "turn the second key");
        login(console, "both", "holds both roles, so may turn neither key");
        login(console, "restorer, restorer2", "take, browse and restore backups");
        login(console, "support", "look up what happened to an account");
        login(console, "provisioner", "registers and changes accounts");
        login(console, "auditor", "reads the audit log");
        login(console, "admin, admin2", "policy (it takes both), data map, freeze");
        console.blank();
        if (addresses.vaultIsOurs()) {
            console.say("The vault's lock is NOT ENFORCED: the local S3 keeps no locks. For one that does, set");
            console.say("REPRIEVE_VAULT_S3_ENDPOINT, _ACCESS_KEY and _SECRET_KEY to a server with Object Lock.");
            console.blank();
        }
        console.say(
                "Logs: " + settings.home().resolve("logs") + ". The incident: ./reprieve demo (in another terminal).");
        console.say("Stop with Ctrl-C or ./reprieve down.");
    }

    private static void row(Console console, String what, String where, String note) {
        console.say(String.format("  %-16s  %-42s  %s", what, where, note));
    }

    private static void login(Console console, String who, String may) {
        console.say(String.format("  %-32s  %s", who, may));
    }
}

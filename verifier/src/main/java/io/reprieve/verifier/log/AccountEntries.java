package io.reprieve.verifier.log;

import io.reprieve.verifier.NotProved;
import java.io.IOException;
import java.util.Arrays;

/**
 * The entries of one account, counted as the whole log goes by; held against an export of them, where there is one, which
 * then is shown to leave nothing out and to add nothing.
 */
public final class AccountEntries implements AutoCloseable {
    private final String account;
    private final AccountExport export;
    private long entries;
    private Finding found;

    /** @param export null to count alone */
    public AccountEntries(String account, AccountExport export) {
        this.account = account;
        this.export = export;
    }

    void add(long index, EventFacts facts, byte[] entry) throws IOException, NotProved {
        if (!account.equals(facts.account())) {
            return;
        }
        entries++;
        if (export != null && found == null) {
            byte[] exported = export.next();
            if (!Arrays.equals(exported, entry)) {
                found = Finding.at(
                        index,
                        exported == null
                                ? "the export ends before entry " + index + " of " + account
                                : "the export has something else where entry " + index + " of " + account + " belongs");
            }
        }
    }

    Finding end(long size) throws IOException, NotProved {
        if (export != null && found == null && export.next() != null) {
            found = Finding.at(size, "the export goes on after the last entry of " + account);
        }
        return found;
    }

    String said() {
        return "; " + entries + " of them of " + account + (export == null ? "" : ", as exported");
    }

    @Override
    public void close() throws IOException {
        if (export != null) {
            export.close();
        }
    }
}

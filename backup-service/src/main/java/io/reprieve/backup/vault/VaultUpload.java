package io.reprieve.backup.vault;

import java.io.OutputStream;

/** One object on its way into the vault; closing it completes it. */
public abstract class VaultUpload extends OutputStream {

    /** @return what was stored; only after {@link #close()} */
    public abstract StoredVersion stored();
}

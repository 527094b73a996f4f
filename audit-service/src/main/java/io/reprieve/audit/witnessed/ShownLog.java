package io.reprieve.audit.witnessed;

import io.reprieve.audit.log.Checkpoint;
import java.util.List;

/** The log as a witness is shown it. */
interface ShownLog {

    Checkpoint newest();

    /** RFC 6962 consistency proof between two sizes, neither larger than the newest checkpoint's. */
    List<byte[]> consistency(long older, long newer);

    /** The largest log that a witness cosigned, as is remembered here. */
    long cosigned(String witness);

    /** A witness cosigned it; the lines are checked, and kept if they are its. @return whether they are */
    boolean keep(String witness, Checkpoint checkpoint, String lines);
}

package io.reprieve.witness;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * What a log asks of its witness: {@code POST /add-checkpoint} of https://c2sp.org/tlog-witness.
 *
 * @param old size of the checkpoint that the witness cosigned last, as the log has it
 * @param proof RFC 6962 consistency proof from there
 * @param checkpoint signed note
 */
public record AddCheckpoint(long old, List<byte[]> proof, String checkpoint) {
    private static final int LONGEST_PROOF = 63;
    private static final int HASH = 32;

    public AddCheckpoint {
        proof = List.copyOf(proof);
    }

    /** @throws Malformed when it is not as the specification has it */
    static AddCheckpoint parse(String body) throws Malformed {
        int gap = body.indexOf("\n\n");
        if (gap < 0) {
            throw new Malformed("there is no empty line before the checkpoint");
        }
        String[] lines = body.substring(0, gap).split("\n", -1);
        if (lines.length - 1 > LONGEST_PROOF) {
            throw new Malformed("a consistency proof has at most " + LONGEST_PROOF + " lines");
        }
        List<byte[]> proof = new ArrayList<>();
        for (int line = 1; line < lines.length; line++) {
            proof.add(hash(lines[line]));
        }
        return new AddCheckpoint(oldSize(lines[0]), proof, body.substring(gap + 2));
    }

    private static long oldSize(String line) throws Malformed {
        if (!line.matches("old (0|[1-9][0-9]{0,18})")) {
            throw new Malformed("the first line is not 'old' and a size");
        }
        try {
            return Long.parseLong(line.substring("old ".length()));
        } catch (NumberFormatException e) {
            throw new Malformed("the old size is no size");
        }
    }

    private static byte[] hash(String line) throws Malformed {
        try {
            byte[] hash = Base64.getDecoder().decode(line);
            if (hash.length == HASH) {
                return hash;
            }
        } catch (IllegalArgumentException e) {
            // refused below
        }
        throw new Malformed("a line of the proof is no hash in base64");
    }

    /** A body that is no such request. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(String why) {
            super(why);
        }
    }
}

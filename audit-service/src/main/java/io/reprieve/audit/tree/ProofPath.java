package io.reprieve.audit.tree;

import java.util.ArrayList;
import java.util.List;

/** Which hashes make a proof: RFC 6962 sections 2.1.1 and 2.1.2, as spans of leaves, in the order of the proof. */
public final class ProofPath {
    private ProofPath() {}

    /** PATH(index, D[size]): shows that a leaf is in the tree. */
    public static List<Span> inclusion(long index, long size) {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("no leaf " + index + " in a tree of " + size);
        }
        List<Span> path = new ArrayList<>();
        inclusion(index, 0, size, path);
        return path;
    }

    private static void inclusion(long index, long from, long to, List<Span> path) {
        if (to - from == 1) {
            return;
        }
        long middle = from + largestPowerBelow(to - from);
        if (index < middle) {
            inclusion(index, from, middle, path);
            path.add(new Span(middle, to));
        } else {
            inclusion(index, middle, to, path);
            path.add(new Span(from, middle));
        }
    }

    /** PROOF(older, D[newer]): shows that the older tree is how the newer one begins. Empty for equal or empty trees. */
    public static List<Span> consistency(long older, long newer) {
        if (older < 0 || older > newer) {
            throw new IllegalArgumentException("no tree of " + older + " begins one of " + newer);
        }
        List<Span> path = new ArrayList<>();
        if (older > 0 && older < newer) {
            consistency(older, 0, newer, true, path);
        }
        return path;
    }

    private static void consistency(long older, long from, long to, boolean wholeOlderTree, List<Span> path) {
        if (older == to) {
            if (!wholeOlderTree) {
                path.add(new Span(from, to));
            }
            return;
        }
        long middle = from + largestPowerBelow(to - from);
        if (older <= middle) {
            consistency(older, from, middle, wholeOlderTree, path);
            path.add(new Span(middle, to));
        } else {
            consistency(older, middle, to, false, path);
            path.add(new Span(from, middle));
        }
    }

    private static long largestPowerBelow(long n) {
        return Long.highestOneBit(n - 1);
    }
}

package io.reprieve.verifier.log;

import io.reprieve.verifier.LogKeys;
import io.reprieve.verifier.NotProved;
import io.reprieve.verifier.SignedTree;
import io.reprieve.verifier.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/**
 * Checks a whole log: its entries hash to the signed root, through every tile on the way; it is what kept checkpoints say it
 * was; and every aggregate's events are all there, in order, each naming the hash of the one before.
 */
public final class LogCheck {
    private final SignedTree signed;
    private final KeptCheckpoints kept;
    private final Optional<AccountEntries> account;
    private final Chains chains = new Chains();
    private final RunningRoot tree = new RunningRoot();
    private Finding first;

    private LogCheck(SignedTree signed, KeptCheckpoints kept, Optional<AccountEntries> account) {
        this.signed = signed;
        this.kept = kept;
        this.account = account;
    }

    /** A log that lies in tiles. */
    public static Verdict verify(LogSource source, LogKeys keys, KeptCheckpoints kept, Optional<AccountEntries> account)
            throws IOException {
        try {
            SignedTree signed = keys.believe(source.checkpoint());
            return new LogCheck(signed, kept, account).tiles(new Tiles(source, signed.size()));
        } catch (NotProved e) {
            return refused(e);
        }
    }

    /**
     * Entries, one a line, as many as the checkpoint covers; what follows is not looked at.
     *
     * @param checkpoint signed note
     */
    public static Verdict verify(
            InputStream entries,
            String checkpoint,
            LogKeys keys,
            KeptCheckpoints kept,
            Optional<AccountEntries> account)
            throws IOException {
        try {
            return new LogCheck(keys.believe(checkpoint), kept, account).lines(entries);
        } catch (NotProved e) {
            return refused(e);
        }
    }

    private static Verdict refused(NotProved e) {
        return Verdict.no(e instanceof Tiles.Damaged damaged ? damaged.index() : -1, e.getMessage());
    }

    private Verdict tiles(Tiles tiles) throws IOException, NotProved {
        UpperTiles upper = new UpperTiles(tiles);
        try (Blocks blocks = Blocks.of(tiles)) {
            for (Block block = blocks.next(); block != null; block = blocks.next()) {
                byte[] root = take(block);
                if (root != null) {
                    upper.add(root);
                } else if (block.end() < signed.size()) {
                    // What follows an entry that is missing proves nothing.
                    return verdict();
                }
            }
            found(upper.end());
        } catch (Tiles.Damaged e) {
            found(Finding.at(e.index(), e.getMessage()));
            return verdict();
        }
        return end();
    }

    private Verdict lines(InputStream entries) throws IOException, NotProved {
        try (Blocks blocks = Blocks.of(entries, signed.size())) {
            for (Block block = blocks.next(); block != null; block = blocks.next()) {
                take(block);
            }
        }
        if (tree.leaves() != signed.size()) {
            found(Finding.at(
                    tree.leaves(), "the checkpoint covers " + signed.size() + " entries, here are " + tree.leaves()));
            return verdict();
        }
        return end();
    }

    // The root over a full block; null for the last, partial one.
    private byte[] take(Block block) throws IOException, NotProved {
        found(block.found());
        for (int at = 0; at < block.entries().size(); at++) {
            EventFacts facts = block.facts().get(at);
            if (facts != null) {
                long index = block.first() + at;
                chains.add(index, facts, block.sums().get(at));
                if (account.isPresent()) {
                    account.get().add(index, facts, block.entries().get(at));
                }
            }
        }
        if (block.isFull() && !kept.concern(block.end())) {
            tree.add(TileName.FULL, block.root());
            return block.root();
        }
        for (byte[] leafHash : block.leafHashes()) {
            tree.add(leafHash);
            if (kept.concern(tree.leaves())) {
                kept.hold(tree.leaves(), tree.root());
            }
        }
        return block.root();
    }

    private void found(Finding finding) {
        first = Finding.first(first, finding);
    }

    private Verdict end() throws IOException, NotProved {
        found(kept.end(signed.size()));
        if (account.isPresent()) {
            found(account.get().end(signed.size()));
        }
        return verdict();
    }

    private Verdict verdict() {
        boolean whole = tree.leaves() == signed.size() && Arrays.equals(tree.root(), signed.root());
        Finding finding = whole ? Finding.first(first, chains.breaks().first().orElse(null)) : blamed();
        if (finding == null) {
            return proved();
        }
        return new Verdict(
                false,
                finding.index(),
                signed.size(),
                finding.message() + (whole ? "; the entries themselves hash to the signed root" : ""));
    }

    // What is not as it was signed, as narrowly as tiles and chains tell together.
    private Finding blamed() {
        if (first == null) {
            return chains.breaks()
                    .among(0, signed.size())
                    .orElseGet(() -> new Finding(-1, signed.size(), "the entries do not hash to the signed root"));
        }
        return first.entries() == 1
                ? chains.breaks().before(first.index()).orElse(first)
                : chains.breaks()
                        .among(first.index(), first.index() + first.entries())
                        .orElse(first);
    }

    private Verdict proved() {
        return new Verdict(
                true,
                -1,
                signed.size(),
                "all " + signed.size() + " entries of the log " + signed.origin() + ", and " + chains.aggregates()
                        + " aggregates without a gap"
                        + account.map(AccountEntries::said).orElse(""));
    }
}

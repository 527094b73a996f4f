package io.reprieve.witness;

import io.reprieve.verifier.SignedTree;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;

/** A witness with all it has: its memory, its server, its copies. */
public final class RunningWitness implements AutoCloseable {
    private final StateFolder memory;
    private final Optional<KeepCopies> copies;
    private final WitnessServer server;

    private RunningWitness(StateFolder memory, Optional<KeepCopies> copies, WitnessServer server) {
        this.memory = memory;
        this.copies = copies;
        this.server = server;
    }

    /**
     * @param say is told what happens, a line each
     * @throws IOException when it remembers less than it should, or cannot tell
     */
    public static RunningWitness start(Settings settings, Clock clock, Consumer<String> say) throws IOException {
        StateFolder memory = StateFolder.open(settings.state());
        try {
            WitnessKey key = WitnessKey.read(settings.key());
            Cosigner cosigner = new Cosigner(settings.name(), key.privateKey(), key.publicKey(), clock);
            Witness witness = new Witness(settings.origin(), settings.logKeys(), cosigner, memory);
            Tally tally = new Tally();
            Optional<KeepCopies> copies = settings.vault()
                    .map(vault -> new KeepCopies(
                            witness, memory, new VaultCopies(vault, settings.origin(), key, clock), tally, clock, say));
            if (copies.isPresent()) {
                copies.get().refuseToForget();
                copies.get().begin();
            } else {
                say.accept(
                        "No vault is set (REPRIEVE_VAULT_BUCKET): what this witness remembers is in its folder alone");
            }
            InetSocketAddress address = new InetSocketAddress(settings.host(), settings.port());
            WitnessServer server = new WitnessServer(address, witness, memory, tally, say);
            say.accept(settings.name() + " watches " + settings.origin() + " from "
                    + witness.newest().map(SignedTree::size).orElse(0L) + " entries on, on port " + server.port());
            return new RunningWitness(memory, copies, server);
        } catch (IOException | RuntimeException e) {
            memory.close();
            throw e;
        }
    }

    /** Where it listens. */
    public int port() {
        return server.port();
    }

    @Override
    public void close() throws IOException {
        server.close();
        copies.ifPresent(KeepCopies::close);
        memory.close();
    }
}

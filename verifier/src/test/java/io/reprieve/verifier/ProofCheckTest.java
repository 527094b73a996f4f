package io.reprieve.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.KeyPairGenerator;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class ProofCheckTest {
    @Test
    void a_true_proof_of_every_entry_holds() throws Exception {
        var log = new TestLog(7);
        for (int index = 0; index < 7; index++) {
            Verdict verdict = ProofCheck.verify(log.proof(index).toString(), log.key.getPublic());

            assertThat(verdict.ok()).as(verdict.message()).isTrue();
            assertThat(verdict.index()).isEqualTo(index);
            assertThat(verdict.treeSize()).isEqualTo(7);
        }
    }

    @Test
    void anything_altered_is_found() throws Exception {
        var log = new TestLog(7);
        String otherLeaf = Base64.getEncoder().encodeToString(log.leaves.get(3));

        assertRefused(log, log.proof(2).put("index", 3), "the path does not lead");
        assertRefused(log, log.proof(2).put("treeSize", 8), "its checkpoint for 7");
        assertRefused(log, log.proof(2).put("leaf", otherLeaf), "the leaf hash is not that of the leaf");
        assertRefused(log, log.proof(2).put("id", "evt_4"), "the leaf is not the event evt_4");
        assertRefused(log, log.proof(2).put("leafHash", "00"), "the leaf hash");
        String note = log.checkpoint();
        assertRefused(log, log.proof(2).put("checkpoint", note.replace("\n7\n", "\n6\n")), "not signed by the key");
        ObjectNode shorter = log.proof(2);
        shorter.withArray("path").remove(0);
        assertRefused(log, shorter, "the path does not lead");
        ObjectNode missing = log.proof(2);
        missing.remove("checkpoint");
        assertRefused(log, missing, "lacks checkpoint");
    }

    @Test
    void a_proof_signed_by_another_key_or_no_proof_at_all_is_refused() throws Exception {
        var log = new TestLog(3);
        var other = KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPublic();

        assertThat(ProofCheck.verify(log.proof(1).toString(), other).ok()).isFalse();
        assertThat(ProofCheck.verify("[]", other).ok()).isFalse();
        assertThat(ProofCheck.verify("", other).ok()).isFalse();
        assertThat(ProofCheck.verify("{", other).ok()).isFalse();
    }

    private static void assertRefused(TestLog log, ObjectNode proof, String why) {
        Verdict verdict = ProofCheck.verify(proof.toString(), log.key.getPublic());
        assertThat(verdict.ok()).isFalse();
        assertThat(verdict.message()).contains(why);
    }
}

package dev.cairn.tree.merkle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cairn.tree.VerificationException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The example of the package's documentation, as it stands there. */
class ExampleTest {
  @Test
  void growsProvesAndVerifies() throws VerificationException {
    List<byte[]> entries = List.of("a".getBytes(UTF_8), "b".getBytes(UTF_8), "c".getBytes(UTF_8));
    long index = 1;
    byte[] entry = entries.get(1);

    Map<Node, Hash> store = new HashMap<>();
    Frontier frontier = new Frontier();
    TreeHasher hasher = new TreeHasher();
    for (byte[] bytes : entries) {
      frontier.append(hasher.leaf(bytes), (level, i, hash) -> store.put(new Node(level, i), hash));
    }
    TreeHead head = frontier.head();

    Prover prover = new Prover(nodes -> nodes.stream().map(store::get).toList());
    List<Hash> proof = prover.inclusion(index, head.size());
    ProofVerifier.inclusion(index, hasher.leaf(entry), head, proof);

    assertThrows(
        VerificationException.class,
        () -> ProofVerifier.inclusion(2, hasher.leaf(entry), head, proof));
  }
}

package dev.cairn.tree.merkle;

import java.util.List;

/**
 * The verifying procedures as the specifications print them, step by step: RFC 9162 §2.1.3.2 for
 * inclusion, draft-ietf-plants-merkle-tree-certs "Verifying a Subtree Consistency Proof" for
 * subtrees. Slow to refuse and blind to forks; here only to compare verdicts with.
 */
final class ReferenceVerifier {
  private ReferenceVerifier() {}

  static boolean inclusion(long index, Hash leaf, TreeHead head, List<Hash> proof) {
    if (index < 0 || index >= head.size()) {
      return false;
    }
    long fn = index;
    long sn = head.size() - 1;
    Hash r = leaf;
    for (Hash p : proof) {
      if (sn == 0) {
        return false;
      }
      if ((fn & 1) == 1 || fn == sn) {
        r = ReferenceTree.node(p, r);
        while ((fn & 1) == 0) {
          fn >>= 1;
          sn >>= 1;
        }
      } else {
        r = ReferenceTree.node(r, p);
      }
      fn >>= 1;
      sn >>= 1;
    }
    return sn == 0 && r.equals(head.root());
  }

  static boolean subtree(Subtree subtree, Hash nodeHash, TreeHead head, List<Hash> proof) {
    if (subtree.end() > head.size()) {
      return false;
    }
    if (subtree.start() == subtree.end()) {
      return proof.isEmpty() && nodeHash.equals(ReferenceTree.sha256());
    }
    long fn = subtree.start();
    long sn = subtree.end() - 1;
    long tn = head.size() - 1;
    boolean atEnd = sn == tn;
    while (fn != sn && (atEnd || (sn & 1) == 1)) {
      fn >>= 1;
      sn >>= 1;
      tn >>= 1;
    }
    List<Hash> rest = proof;
    Hash fr = nodeHash;
    if (fn != sn) {
      if (proof.isEmpty()) {
        return false;
      }
      fr = proof.getFirst();
      rest = proof.subList(1, proof.size());
    }
    Hash sr = fr;
    for (Hash c : rest) {
      if (tn == 0) {
        return false;
      }
      if ((sn & 1) == 1 || sn == tn) {
        if (fn < sn) {
          fr = ReferenceTree.node(c, fr);
        }
        sr = ReferenceTree.node(c, sr);
        while ((sn & 1) == 0) {
          fn >>= 1;
          sn >>= 1;
          tn >>= 1;
        }
      } else {
        sr = ReferenceTree.node(sr, c);
      }
      fn >>= 1;
      sn >>= 1;
      tn >>= 1;
    }
    return tn == 0 && fr.equals(nodeHash) && sr.equals(head.root());
  }
}

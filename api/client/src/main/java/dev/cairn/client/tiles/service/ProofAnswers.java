package dev.cairn.client.tiles.service;

import com.google.protobuf.ByteString;
import dev.cairn.log.v1.BatchGetInclusionProofsRequest;
import dev.cairn.log.v1.BatchGetInclusionProofsResponse;
import dev.cairn.log.v1.GetConsistencyProofRequest;
import dev.cairn.log.v1.GetConsistencyProofResponse;
import dev.cairn.log.v1.GetInclusionProofRequest;
import dev.cairn.log.v1.GetInclusionProofResponse;
import dev.cairn.log.v1.InclusionProof;
import dev.cairn.log.v1.ProvedLeaf;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.Tile;
import java.io.IOException;
import java.util.List;

/** Proofs out of tiles that were verified. */
final class ProofAnswers {
  private final SignedTrees trees;

  ProofAnswers(SignedTrees trees) {
    this.trees = trees;
  }

  GetInclusionProofResponse inclusion(GetInclusionProofRequest request)
      throws IOException, VerificationException, InterruptedException {
    SignedTree signed = tree(request.getTreeSize());
    ProvedLeaf proved = prove(signed, index(request, signed), request.getTreeSize());
    return GetInclusionProofResponse.newBuilder()
        .setIndex(proved.getIndex())
        .setLeafHash(proved.getLeafHash())
        .setProof(proved.getProof())
        .setCheckpoint(TiledLogService.bytes(signed))
        .build();
  }

  BatchGetInclusionProofsResponse inclusions(BatchGetInclusionProofsRequest request)
      throws IOException, VerificationException {
    SignedTree signed = tree(request.getTreeSize());
    BatchGetInclusionProofsResponse.Builder answer =
        BatchGetInclusionProofsResponse.newBuilder()
            .setTreeSize(size(signed, request.getTreeSize()))
            .setCheckpoint(TiledLogService.bytes(signed));
    for (long index : request.getIndexesList()) {
      answer.addProofs(prove(signed, index, request.getTreeSize()));
    }
    return answer.build();
  }

  /** A signed tree that has the tree of the asked size, 0 being the newest, in it. */
  private SignedTree tree(long asked) throws IOException, VerificationException {
    SignedTree signed = asked == 0 ? trees.newest() : trees.covering(asked);
    if (asked > signed.size()) {
      throw Refusals.beyondTree("tree_size", asked, signed.size());
    }
    return signed;
  }

  private static long size(SignedTree signed, long asked) {
    return asked == 0 ? signed.size() : asked;
  }

  private static ProvedLeaf prove(SignedTree signed, long index, long asked)
      throws IOException, VerificationException {
    long size = size(signed, asked);
    if (index >= size) {
      throw Refusals.beyondTree("index", index, size);
    }
    Hash leaf = signed.tree().tile(0, index / Tile.FULL).hash((int) (index % Tile.FULL));
    List<Hash> proof = signed.tree().inclusion(index, size);
    return ProvedLeaf.newBuilder()
        .setIndex(index)
        .setLeafHash(bytes(leaf))
        .setProof(InclusionProof.newBuilder().setTreeSize(size).addAllHashes(bytes(proof)))
        .build();
  }

  private static long index(GetInclusionProofRequest request, SignedTree signed)
      throws IOException, VerificationException, InterruptedException {
    return switch (request.getTargetCase()) {
      case INDEX -> request.getIndex();
      case LEAF_HASH ->
          LeafSearch.find(signed, Hash.of(request.getLeafHash().toByteArray()))
              .orElseThrow(() -> Refusals.leafHashNotFound(signed.size()));
      case TARGET_NOT_SET -> throw new IllegalArgumentException("no entry is asked for");
    };
  }

  GetConsistencyProofResponse consistency(GetConsistencyProofRequest request)
      throws IOException, VerificationException {
    boolean isNewest = request.getSecondSize() == 0;
    SignedTree signed = isNewest ? trees.newest() : trees.covering(request.getSecondSize());
    long size = isNewest ? signed.size() : request.getSecondSize();
    if (size > signed.size()) {
      throw Refusals.beyondTree("second_size", size, signed.size());
    }
    if (request.getFirstSize() > size) {
      throw Refusals.beyondTree("first_size", request.getFirstSize(), size);
    }
    return GetConsistencyProofResponse.newBuilder()
        .setFirstSize(request.getFirstSize())
        .setSecondSize(size)
        .addAllHashes(bytes(signed.tree().consistency(request.getFirstSize(), size)))
        .setCheckpoint(TiledLogService.bytes(signed))
        .build();
  }

  private static List<ByteString> bytes(List<Hash> hashes) {
    return hashes.stream().map(ProofAnswers::bytes).toList();
  }

  private static ByteString bytes(Hash hash) {
    return ByteString.copyFrom(hash.toBytes());
  }
}

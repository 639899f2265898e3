package dev.cairn.client.tiles.service;

import com.google.protobuf.ByteString;
import dev.cairn.log.v1.GetConsistencyProofRequest;
import dev.cairn.log.v1.GetConsistencyProofResponse;
import dev.cairn.log.v1.GetInclusionProofRequest;
import dev.cairn.log.v1.GetInclusionProofResponse;
import dev.cairn.log.v1.InclusionProof;
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
    boolean isNewest = request.getTreeSize() == 0;
    SignedTree signed = isNewest ? trees.newest() : trees.covering(request.getTreeSize());
    long size = isNewest ? signed.size() : request.getTreeSize();
    if (size > signed.size()) {
      throw Refusals.beyondTree("tree_size", size, signed.size());
    }
    long index = index(request, signed);
    if (index >= size) {
      throw Refusals.beyondTree("index", index, size);
    }
    Hash leaf = signed.tree().tile(0, index / Tile.FULL).hash((int) (index % Tile.FULL));
    List<Hash> proof = signed.tree().inclusion(index, size);
    return GetInclusionProofResponse.newBuilder()
        .setIndex(index)
        .setLeafHash(bytes(leaf))
        .setProof(InclusionProof.newBuilder().setTreeSize(size).addAllHashes(bytes(proof)))
        .setCheckpoint(TiledLogService.bytes(signed))
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

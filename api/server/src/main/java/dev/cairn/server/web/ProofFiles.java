package dev.cairn.server.web;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import dev.cairn.log.v1.GetInclusionProofRequest;
import dev.cairn.log.v1.GetInclusionProofResponse;
import dev.cairn.server.grpc.LocalCalls;
import dev.cairn.server.log.HostedLog;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.checkpoint.TlogProof;
import dev.cairn.tree.merkle.Hash;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/** An entry's proof with its checkpoint as one file: C2SP tlog-proof. */
final class ProofFiles {
  private static final HttpFields HEADERS =
      Answer.openHeaders("text/plain; charset=utf-8", "no-cache").asImmutable();

  private ProofFiles() {}

  static Answer answer(HostedLog log, LocalCalls calls, Message request) {
    GetInclusionProofResponse response =
        calls.log().getInclusionProof((GetInclusionProofRequest) request);
    try {
      List<Hash> hashes = new ArrayList<>();
      for (ByteString hash : response.getProof().getHashesList()) {
        hashes.add(Hash.parse(hash.toByteArray()));
      }
      SignedCheckpoint checkpoint =
          SignedCheckpoint.open(response.getCheckpoint().toByteArray(), log.verifierKey());
      TlogProof proof = new TlogProof(response.getIndex(), hashes, checkpoint);
      HttpFields headers =
          HttpFields.build(HEADERS)
              .add(
                  HttpHeader.CONTENT_DISPOSITION,
                  "attachment; filename=\"%d.tlog-proof\"".formatted(response.getIndex()));
      return new Answer(200, headers, "", ByteBuffer.wrap(proof.toBytes()));
    } catch (MalformedException | VerificationException e) {
      throw new IllegalStateException("the log gave a proof that it does not open", e);
    }
  }
}

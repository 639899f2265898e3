package dev.cairn.cli.demo;

import dev.cairn.cli.console.CommandException;
import dev.cairn.cli.console.ExitCode;
import dev.cairn.cli.console.Progress;
import dev.cairn.cli.log.Lines;
import dev.cairn.client.AppendOptions;
import dev.cairn.client.Appended;
import dev.cairn.client.EntryCursor;
import dev.cairn.client.LogClient;
import dev.cairn.client.LogException;
import dev.cairn.client.LoggedEntry;
import dev.cairn.client.Receipt;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.checkpoint.TlogProof;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.TreeHasher;
import dev.cairn.tree.note.VerifierKey;
import dev.cairn.tree.policy.CosignatureTimes;
import dev.cairn.tree.policy.PolicyWitness;
import dev.cairn.tree.policy.WitnessPolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** The demo's steps, each with the client as anyone would use it. */
final class Walkthrough {
  private static final int SKEW_SECONDS = 60;

  private final LogClient client;
  private final VerifierKey key;
  private final WitnessPolicy policy;
  private long count;

  Walkthrough(LogClient client, VerifierKey key, WitnessPolicy policy) {
    this.client = client;
    this.key = key;
    this.policy = policy;
  }

  /** The number of entries appended. */
  long count() {
    return count;
  }

  void append(Lines lines, Progress progress) throws IOException, LogException {
    for (List<byte[]> batch = lines.nextBatch(); !batch.isEmpty(); batch = lines.nextBatch()) {
      append(batch);
      progress.at(count);
    }
  }

  private void append(List<byte[]> batch) throws LogException {
    for (Appended appended : client.appendAll(batch, AppendOptions.WITNESSED).entries()) {
      if (appended.index() != count) {
        throw new CommandException(
            ExitCode.CHECK_FAILED, "entry " + count + " got index " + appended.index());
      }
      count++;
    }
  }

  /** Reads every entry back, fetches its proof, and checks the bundle as a stranger would. */
  void proveAll(Progress progress) throws LogException {
    TreeHasher hasher = new TreeHasher();
    try (EntryCursor entries = client.entries(0, count)) {
      for (Optional<LoggedEntry> next = entries.next(); next.isPresent(); next = entries.next()) {
        LoggedEntry entry = next.get();
        TlogProof proof = client.prove(entry.index());
        if (cosigners(proof.toBytes(), hasher.leaf(entry.data())).isEmpty()) {
          throw new CommandException(
              ExitCode.CHECK_FAILED, "the proof of entry " + entry.index() + " does not verify");
        }
        progress.at(entry.index() + 1);
      }
    }
  }

  /** Changes one thing at a time, and says how it was refused. */
  List<String> tamper() throws LogException {
    long index = count / 2;
    byte[] data = client.get(index).data();
    byte[] bundle = client.prove(index).toBytes();
    Hash leaf = new TreeHasher().leaf(data);
    byte[] other = data.clone();
    other[0] ^= 1;
    if (cosigners(bundle, new TreeHasher().leaf(other)).isPresent()) {
      throw new CommandException(ExitCode.CHECK_FAILED, "a changed entry was accepted");
    }
    return List.of(tamper(bundle, leaf), "Changed one bit of entry %,d: refused.".formatted(index));
  }

  private String tamper(byte[] bundle, Hash leaf) {
    int cosigned = cosigners(bundle, leaf).orElseThrow();
    int refused = 0;
    for (int i = 0; i < bundle.length; i++) {
      byte[] changed = bundle.clone();
      changed[i] ^= 1;
      OptionalInt left = cosigners(changed, leaf);
      if (left.isPresent() && left.getAsInt() == cosigned) {
        throw new CommandException(
            ExitCode.CHECK_FAILED, "a proof with byte " + i + " changed was accepted");
      }
      refused += left.isPresent() ? 0 : 1;
    }
    String exception =
        refused == bundle.length
            ? ""
            : ",%n   but for %,d in a witness's name, which lose that one of %d cosignatures"
                .formatted(bundle.length - refused, cosigned);
    return "Changed each of the %,d bytes of the proof and its checkpoint in turn: all refused%s."
        .formatted(bundle.length, exception);
  }

  /** Has another entry witnessed, and says by whom. */
  String appendOne(String entry) throws LogException {
    Receipt receipt =
        client.append(entry.getBytes(StandardCharsets.UTF_8), AppendOptions.WITNESSED);
    if (receipt instanceof Receipt.Witnessed witnessed) {
      return witnessed.witnessed().cosigned().keySet().stream()
          .map(PolicyWitness::name)
          .collect(Collectors.joining(" and "));
    }
    throw new CommandException(
        ExitCode.CHECK_FAILED, "entry " + receipt.index() + " was not witnessed in time");
  }

  /** How many witnesses have cosigned what a bundle proves; empty if it proves nothing. */
  private OptionalInt cosigners(byte[] bundle, Hash leaf) {
    CosignatureTimes times =
        new CosignatureTimes(Instant.now().getEpochSecond(), SKEW_SECONDS, OptionalLong.empty());
    try {
      SignedCheckpoint head = TlogProof.parse(bundle).verify(leaf, key);
      return OptionalInt.of(policy.check(head, times).cosigned().size());
    } catch (MalformedException | VerificationException e) {
      return OptionalInt.empty();
    }
  }
}

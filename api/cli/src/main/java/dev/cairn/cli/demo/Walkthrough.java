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
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.checkpoint.TlogProof;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.TreeHasher;
import dev.cairn.tree.note.VerifierKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The demo's steps, each with the client as anyone would use it. */
final class Walkthrough {
  private final LogClient client;
  private final VerifierKey key;
  private long count;

  Walkthrough(LogClient client, VerifierKey key) {
    this.client = client;
    this.key = key;
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
    for (Appended appended : client.appendAll(batch, AppendOptions.SIGNED).entries()) {
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
        if (!verifies(proof.toBytes(), hasher.leaf(entry.data()))) {
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
    List<String> refused = new ArrayList<>();
    int flipped = 0;
    for (int i = 0; i < bundle.length; i++) {
      byte[] changed = bundle.clone();
      changed[i] ^= 1;
      if (verifies(changed, leaf)) {
        throw new CommandException(
            ExitCode.CHECK_FAILED, "a proof with byte " + i + " changed was accepted");
      }
      flipped++;
    }
    refused.add(
        "Changed each of the %,d bytes of the proof and its checkpoint in turn: all refused."
            .formatted(flipped));
    byte[] other = data.clone();
    other[0] ^= 1;
    if (verifies(bundle, new TreeHasher().leaf(other))) {
      throw new CommandException(ExitCode.CHECK_FAILED, "a changed entry was accepted");
    }
    refused.add("Changed one bit of entry %,d: refused.".formatted(index));
    return refused;
  }

  private boolean verifies(byte[] bundle, Hash leaf) {
    try {
      TlogProof.parse(bundle).verify(leaf, key);
      return true;
    } catch (MalformedException | VerificationException e) {
      return false;
    }
  }
}

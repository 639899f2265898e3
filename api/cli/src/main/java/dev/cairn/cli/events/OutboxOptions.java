package dev.cairn.cli.events;

import dev.cairn.cli.console.CommandException;
import dev.cairn.cli.console.ExitCode;
import dev.cairn.cli.console.Passphrase;
import dev.cairn.client.Ack;
import dev.cairn.client.ClientConfig;
import dev.cairn.recorder.AuditClient;
import dev.cairn.recorder.AuditClientConfig;
import dev.cairn.recorder.outbox.OutboxException;
import dev.cairn.tree.note.KeyFile;
import dev.cairn.tree.note.KeyFileException;
import dev.cairn.tree.note.SigningKey;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The outbox to record through, and the key that seals what is in it. */
public final class OutboxOptions {
  @Option(
      names = "--outbox",
      paramLabel = "DIR",
      description = "The outbox: a folder of its own for each producer.")
  private @Nullable Path folder;

  @Option(
      names = "--producer-key",
      paramLabel = "FILE",
      description = "Seal events with this key, which names the producer (cairn keygen).")
  private @Nullable Path keyFile;

  @Mixin private final Passphrase passphrase = new Passphrase();

  /** Refuses options that do nothing alone. */
  public void checkUsage() {
    if (keyFile != null && folder == null) {
      throw new CommandException(
          ExitCode.USAGE,
          "--producer-key needs --outbox: a chain has to be remembered where it ends");
    }
  }

  /** Whether there is one. */
  public boolean isGiven() {
    return folder != null;
  }

  /** The folder, which must have been given. */
  public Path folder() {
    return Optional.ofNullable(folder)
        .orElseThrow(() -> new CommandException(ExitCode.USAGE, "give the folder: --outbox"));
  }

  /** Opens it to record through. */
  public AuditClient open(ClientConfig log, Ack ack) {
    AuditClientConfig config = AuditClientConfig.of(log, folder()).withAck(ack);
    try {
      return AuditClient.open(keyFile == null ? config : config.withKey(key(keyFile)));
    } catch (OutboxException | IllegalArgumentException e) {
      throw CommandException.because(ExitCode.USAGE, e);
    }
  }

  private SigningKey key(Path file) {
    try {
      Optional<char[]> secret = passphrase.read();
      return secret.isPresent() ? KeyFile.read(file, secret.get()) : KeyFile.read(file);
    } catch (KeyFileException e) {
      throw CommandException.because(ExitCode.USAGE, e);
    }
  }
}

package dev.cairn.cli.serve;

import dev.cairn.cli.console.CommandException;
import dev.cairn.cli.console.ExitCode;
import dev.cairn.cli.console.Output;
import dev.cairn.cli.console.Passphrase;
import dev.cairn.tree.note.KeyFile;
import dev.cairn.tree.note.KeyFileException;
import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.SigningKey;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cairn keygen}: makes a key pair. */
@Command(
    name = "keygen",
    header = "Create an Ed25519 signing key in a file, and print its vkey.",
    description = {
      "The file holds the vkey and a PKCS#8 block that OpenSSL reads. It is readable by you alone;",
      "with a passphrase it is encrypted as well. An existing file is never overwritten."
    },
    footerHeading = "%nExample:%n",
    footer = "  cairn keygen --name example.com/log --out log.key")
public final class KeygenCommand implements Callable<Integer> {
  @Option(
      names = "--name",
      required = true,
      paramLabel = "NAME",
      description = "The key's name: a log's origin, or a witness's name.")
  @SuppressWarnings("NullAway.Init")
  private String name;

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "FILE",
      description = "The key file to create.")
  @SuppressWarnings("NullAway.Init")
  private Path file;

  @Option(
      names = "--cosigner",
      description = "Make a witness's key (cosignatures, type 0x04) instead of a log's (0x01).")
  private boolean cosigner;

  @Mixin private final Passphrase passphrase = new Passphrase();
  @Mixin private final Output output = new Output();

  @Override
  public Integer call() {
    SigningKey key = NewKey.named(name, cosigner ? KeyType.ED25519_COSIGNATURE : KeyType.ED25519);
    try {
      Optional<char[]> secret = passphrase.read();
      if (secret.isPresent()) {
        KeyFile.write(file, key, secret.get());
      } else {
        KeyFile.write(file, key);
      }
    } catch (KeyFileException e) {
      throw CommandException.because(ExitCode.USAGE, e);
    }
    String vkey = key.verifierKey().toString();
    output.print(vkey, Map.of("vkey", vkey, "file", file.toAbsolutePath().toString()));
    return ExitCode.OK;
  }
}

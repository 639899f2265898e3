package dev.cairn.cli.witness;

import dev.cairn.cli.console.CommandException;
import dev.cairn.cli.console.ExitCode;
import dev.cairn.cli.console.Output;
import dev.cairn.cli.console.Passphrase;
import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.SigningKey;
import dev.cairn.witness.folder.WitnessFolder;
import dev.cairn.witness.folder.WitnessFolderException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cairn witness init}: makes a witness. */
@Command(
    name = "init",
    header = "Create a new witness and its signing key.",
    description = {
      "Prints the verifier key (vkey): give it to everyone who is to count this witness in a policy.",
      "The key file is readable by you alone; with a passphrase it is encrypted as well."
    },
    footerHeading = "%nExample:%n",
    footer = "  cairn witness init --data ./witness --name example.org/witness")
final class WitnessInitCommand implements Callable<Integer> {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      description = "The witness's folder; empty or not yet there.")
  @SuppressWarnings("NullAway.Init")
  private Path data;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      required = true,
      description = "The witness's name in all its cosignatures, such as example.org/witness.")
  @SuppressWarnings("NullAway.Init")
  private String name;

  @Option(
      names = "--ml-dsa",
      description = "Also make an ML-DSA-44 key, whose cosignatures stand beside those of Ed25519.")
  private boolean mlDsa;

  @Mixin private final Passphrase passphrase = new Passphrase();
  @Mixin private final Output output = new Output();

  @Override
  public Integer call() {
    try {
      List<SigningKey> keys = new ArrayList<>();
      keys.add(SigningKey.generate(name, KeyType.ED25519_COSIGNATURE));
      if (mlDsa) {
        keys.add(SigningKey.generate(name, KeyType.ML_DSA_44_COSIGNATURE));
      }
      WitnessFolder.create(data, keys, passphrase.read().orElse(new char[0]));
      print(keys.stream().map(key -> key.verifierKey().toString()).toList());
      return ExitCode.OK;
    } catch (WitnessFolderException | IllegalArgumentException e) {
      throw CommandException.because(ExitCode.USAGE, e);
    }
  }

  private void print(List<String> vkeys) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("name", name);
    object.put("vkeys", vkeys);
    object.put("data", data.toAbsolutePath().toString());
    output.print(String.join(System.lineSeparator(), vkeys), object);
  }
}

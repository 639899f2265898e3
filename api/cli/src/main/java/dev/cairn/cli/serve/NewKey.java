package dev.cairn.cli.serve;

import dev.cairn.cli.console.CommandException;
import dev.cairn.cli.console.ExitCode;
import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.SigningKey;

/** Makes keys for names that a person typed. */
final class NewKey {
  private NewKey() {}

  static SigningKey named(String name, KeyType type) {
    try {
      return SigningKey.generate(name, type);
    } catch (IllegalArgumentException e) {
      throw CommandException.because(ExitCode.USAGE, e);
    }
  }
}

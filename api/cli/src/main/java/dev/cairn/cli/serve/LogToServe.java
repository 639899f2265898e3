package dev.cairn.cli.serve;

import dev.cairn.server.log.LogSettings;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A log that a server is to host.
 *
 * @param data its folder
 * @param passphraseFile the first line is its key's passphrase
 * @param settings how to run it
 */
record LogToServe(Path data, Optional<Path> passphraseFile, LogSettings settings) {}

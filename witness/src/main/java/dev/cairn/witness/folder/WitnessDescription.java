package dev.cairn.witness.folder;

import dev.cairn.tree.MalformedException;
import dev.cairn.tree.note.VerifierKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What {@code witness.json} says.
 *
 * @param format the version of the folder's layout
 * @param name the witness's name
 * @param vkeys the witness's verifier keys, all of that name
 */
record WitnessDescription(int format, String name, List<String> vkeys) {
  static final int FORMAT = 1;
  private static final long MAX_BYTES = 65_536;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Refuses what is missing, which Jackson then reports. */
  WitnessDescription {
    Objects.requireNonNull(name, "name");
    vkeys = List.copyOf(vkeys);
  }

  static WitnessDescription of(List<VerifierKey> keys) {
    return new WitnessDescription(
        FORMAT, keys.getFirst().name(), keys.stream().map(VerifierKey::toString).toList());
  }

  void write(Path file) throws IOException {
    byte[] json = JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this);
    Files.write(file, json, StandardOpenOption.CREATE_NEW, StandardOpenOption.SYNC);
  }

  /** Reads and checks a description; returns the keys. */
  static List<VerifierKey> read(Path file) throws WitnessFolderException {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new WitnessFolderException(file + " is too large to be a witness's description");
      }
      String json = Files.readString(file, StandardCharsets.UTF_8);
      return JSON.readValue(json, WitnessDescription.class).check(file);
    } catch (IOException | JacksonException e) {
      throw new WitnessFolderException(file + " cannot be read; restore it from a backup", e);
    }
  }

  private List<VerifierKey> check(Path file) throws WitnessFolderException {
    if (format > FORMAT) {
      throw new WitnessFolderException(
          "%s has format %d, and this version of cairn knows only up to %d; use a newer one"
              .formatted(file, format, FORMAT));
    }
    List<VerifierKey> keys = new ArrayList<>();
    try {
      for (String vkey : vkeys) {
        keys.add(VerifierKey.parse(vkey));
      }
    } catch (MalformedException e) {
      throw new WitnessFolderException(file + " has a malformed vkey: " + e.getMessage(), e);
    }
    if (format < 1 || keys.isEmpty() || !keys.stream().allMatch(key -> key.name().equals(name))) {
      throw new WitnessFolderException(file + " contradicts itself; restore it from a backup");
    }
    return List.copyOf(keys);
  }
}

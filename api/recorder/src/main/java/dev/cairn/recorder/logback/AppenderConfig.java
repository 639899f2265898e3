package dev.cairn.recorder.logback;

import dev.cairn.client.ClientConfig;
import dev.cairn.client.LogAddress;
import dev.cairn.client.Trust;
import dev.cairn.recorder.AuditClientConfig;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.note.KeyFile;
import dev.cairn.tree.note.KeyFileException;
import dev.cairn.tree.note.VerifierKey;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** What is set of an appender; empty is not set. */
final class AppenderConfig {
  String source = "";
  String type = "";
  String mdcAttributes = "";
  String address = "";
  String vkey = "";
  String outbox = "";
  String producerKey = "";

  void checkSource() {
    require(source, "source");
  }

  LineEvents events() {
    List<String> keys =
        Arrays.stream(mdcAttributes.split(",", -1))
            .map(String::strip)
            .filter(key -> !key.isEmpty())
            .toList();
    return new LineEvents(source, type, keys);
  }

  /**
   * How to record over the network.
   *
   * @throws IllegalArgumentException if something is not set
   */
  AuditClientConfig client() throws MalformedException, KeyFileException {
    LogAddress log = LogAddress.parse(require(address, "address"));
    Trust trust = new Trust.Pinned(VerifierKey.parse(require(vkey, "vkey")));
    AuditClientConfig config =
        AuditClientConfig.of(ClientConfig.of(log, trust), Path.of(require(outbox, "outbox")));
    return producerKey.isEmpty() ? config : config.withKey(KeyFile.read(Path.of(producerKey)));
  }

  private static String require(String value, String name) {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("its " + name + " is not set");
    }
    return value;
  }
}

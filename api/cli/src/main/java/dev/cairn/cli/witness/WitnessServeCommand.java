package dev.cairn.cli.witness;

import dev.cairn.cli.console.CommandException;
import dev.cairn.cli.console.ExitCode;
import dev.cairn.cli.console.HostPort;
import dev.cairn.cli.console.Passphrase;
import dev.cairn.cli.console.Words;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.note.VerifierKey;
import dev.cairn.witness.config.ConfigException;
import dev.cairn.witness.config.ConfigWatch;
import dev.cairn.witness.config.WitnessConfig;
import dev.cairn.witness.folder.WitnessFolder;
import dev.cairn.witness.folder.WitnessFolderException;
import dev.cairn.witness.follow.ConfiguredSettings;
import dev.cairn.witness.follow.LogFollower;
import dev.cairn.witness.node.RunningWitness;
import dev.cairn.witness.node.WitnessSettings;
import dev.cairn.witness.store.StoreException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code cairn witness serve}: runs a witness until it is told to stop. */
@Command(
    name = "serve",
    header = "Cosign the heads that logs send, and poll those that do not.",
    description = {
      "Prints a line on standard output once it is ready; logs to standard error. A log that was once",
      "named stays known: it is never removed, and its key never changes. Configuration and log lists",
      "are read again when they change; with an error in them, what held before stays.",
      "SIGTERM and Ctrl-C finish what is under way, and the exit code is 0."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  cairn witness serve --data ./witness --log example.com/log+530d903a+Ae...",
      "  cairn witness serve --data ./witness --config witness.toml       where witness.toml has:",
      "      http = \"0.0.0.0:7080\"",
      "      log_lists = [\"logs.txt\"]                # as witness-network.org publishes them",
      "      [[logs]]",
      "      vkey = \"example.com/log+530d903a+Ae...\"",
      "      url = \"https://example.com/log\"         # polled; or grpc://example.com:7070"
    })
final class WitnessServeCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(WitnessServeCommand.class);
  private static final String DEFAULT_HTTP = "127.0.0.1:7080";
  private static final String DEFAULT_GRPC = "127.0.0.1:7081";
  private static final String NOWHERE = "none";

  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      description = "The witness's folder.")
  @SuppressWarnings("NullAway.Init")
  private Path data;

  @Option(
      names = "--http",
      paramLabel = "HOST:PORT",
      description =
          "Where C2SP tlog-witness listens; port 0 takes a free one. Default: "
              + DEFAULT_HTTP
              + ".")
  private @Nullable String http;

  @Option(
      names = "--grpc",
      paramLabel = "HOST:PORT",
      description =
          "Where gRPC listens; port 0 takes a free one, \"none\" does without. Default: "
              + DEFAULT_GRPC
              + ".")
  private @Nullable String grpc;

  @Option(
      names = "--log",
      paramLabel = "VKEY",
      description = "A log to know, by its key; may be repeated.")
  private List<String> logs = new ArrayList<>();

  @Option(names = "--config", paramLabel = "FILE", description = "A TOML file; see the example.")
  private @Nullable Path config;

  @Option(names = "--with-parent", hidden = true, description = "End when the parent process has.")
  private boolean withParent;

  @Mixin private final Passphrase passphrase = new Passphrase();

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    List<VerifierKey> keys = logs.stream().map(WitnessServeCommand::key).toList();
    try {
      Opened witness = new Opened(WitnessFolder.open(data));
      String ready;
      boolean started = false;
      try {
        ready = start(witness, configuration(witness.folder()), keys);
        started = true;
      } finally {
        if (!started) {
          witness.close();
        }
      }
      // Whoever reads that the witness is ready may stop it at once.
      CountDownLatch stopped = stopWhenTold(witness);
      if (withParent) {
        ProcessHandle parent = ProcessHandle.current().parent().orElseThrow();
        var _ = parent.onExit().thenRun(() -> System.exit(ExitCode.OK));
      }
      spec.commandLine().getOut().println(ready);
      spec.commandLine().getOut().flush();
      stopped.await();
      return ExitCode.OK;
    } catch (ConfigException | WitnessFolderException | StoreException | IOException e) {
      throw CommandException.because(ExitCode.USAGE, e);
    }
  }

  private Optional<ConfigWatch> configuration(WitnessFolder folder)
      throws ConfigException, WitnessFolderException {
    return config == null
        ? Optional.empty()
        : Optional.of(ConfigWatch.open(config, folder.witnessedKeys()::contains));
  }

  /** Returns the line that says that the witness is ready. */
  private String start(Opened witness, Optional<ConfigWatch> watch, List<VerifierKey> keys)
      throws WitnessFolderException, IOException {
    WitnessFolder folder = witness.folder();
    WitnessSettings settings =
        settings(watch.map(w -> w.current().config()).orElse(WitnessConfig.DEFAULT));
    char[] secret = folder.keysAreEncrypted() ? secret() : new char[0];
    RunningWitness running =
        witness.add(RunningWitness.start(folder, secret, settings, InstantSource.system()));
    List<VerifierKey> refused = running.witness().addLogs(keys).refused();
    if (!refused.isEmpty()) {
      throw new CommandException(
          ExitCode.USAGE,
          "--log "
              + refused.getFirst()
              + ": another key is trusted for this log, or the key is the witness's own");
    }
    if (watch.isPresent()) {
      witness.add(watch.get());
      witness.add(LogFollower.start(running.witness(), watch.get()));
    }
    return announcement(folder, settings, running);
  }

  /** What is to be closed when the command ends, in the reverse order. */
  private static final class Opened implements AutoCloseable {
    private final WitnessFolder folder;
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    Opened(WitnessFolder folder) {
      this.folder = add(folder);
    }

    WitnessFolder folder() {
      return folder;
    }

    <T extends AutoCloseable> T add(T part) {
      parts.push(part);
      return part;
    }

    @Override
    public void close() {
      while (!parts.isEmpty()) {
        AutoCloseable part = parts.pop();
        try {
          part.close();
        } catch (Exception e) {
          LOG.error("{} could not be closed", part, e);
        }
      }
    }
  }

  private static VerifierKey key(String vkey) {
    try {
      return VerifierKey.parse(vkey);
    } catch (MalformedException e) {
      throw new CommandException(ExitCode.USAGE, "--log: " + e.getMessage(), e);
    }
  }

  private WitnessSettings settings(WitnessConfig file) {
    WitnessSettings configured = ConfiguredSettings.of(file);
    return new WitnessSettings(
        address(http, file.http(), DEFAULT_HTTP),
        address(grpc, file.grpc(), DEFAULT_GRPC),
        configured.httpLimits(),
        configured.requestsPerPeer(),
        configured.requests());
  }

  private static Optional<InetSocketAddress> address(
      @Nullable String option, Optional<InetSocketAddress> configured, String usual) {
    if (NOWHERE.equals(option)) {
      return Optional.empty();
    }
    return Optional.of(
        option != null
            ? HostPort.parse(option)
            : configured.orElseGet(() -> HostPort.parse(usual)));
  }

  private char[] secret() {
    return passphrase
        .read()
        .orElseThrow(
            () ->
                new CommandException(
                    ExitCode.USAGE,
                    "the key of "
                        + data
                        + " is encrypted; give --passphrase-file or CAIRN_KEY_PASSPHRASE"));
  }

  private static String announcement(
      WitnessFolder folder, WitnessSettings settings, RunningWitness running) {
    long logs = running.witness().logCount();
    StringBuilder line =
        new StringBuilder("witness %s knows %s".formatted(folder.name(), Words.count(logs, "log")));
    running.grpcPort().ifPresent(port -> line.append(at("gRPC", settings.grpc(), port)));
    running.httpPort().ifPresent(port -> line.append(at("HTTP", settings.http(), port)));
    return line.toString();
  }

  private static String at(String protocol, Optional<InetSocketAddress> address, int port) {
    return "; %s on %s:%d".formatted(protocol, address.orElseThrow().getHostString(), port);
  }

  private static CountDownLatch stopWhenTold(Opened witness) {
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  witness.close();
                  stopped.countDown();
                  // A JVM that ends by a signal reports the signal; one that has finished reports
                  // 0.
                  Runtime.getRuntime().halt(ExitCode.OK);
                },
                "shutdown"));
    return stopped;
  }
}

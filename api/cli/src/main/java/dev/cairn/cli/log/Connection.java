package dev.cairn.cli.log;

import dev.cairn.cli.console.CommandException;
import dev.cairn.cli.console.ExitCode;
import dev.cairn.cli.console.Span;
import dev.cairn.cli.policy.PolicyFile;
import dev.cairn.client.ClientConfig;
import dev.cairn.client.FolderMemory;
import dev.cairn.client.LogAddress;
import dev.cairn.client.LogClient;
import dev.cairn.client.LogException;
import dev.cairn.client.TilesConfig;
import dev.cairn.client.Trust;
import dev.cairn.client.TrustedLog;
import dev.cairn.client.tiles.TilesLocation;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.note.VerifierKey;
import dev.cairn.tree.policy.WitnessPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Which log a command talks to, and why it believes it. */
public final class Connection {
  private static final String DEFAULT_TARGET = "127.0.0.1:7070";

  @ArgGroup(exclusive = true)
  private final Place place = new Place();

  /** Where the log is. */
  static final class Place {
    @Option(
        names = "--log",
        paramLabel = "HOST:PORT",
        description = "The server. Default: CAIRN_LOG, or 127.0.0.1:7070.")
    private @Nullable String target;

    @Option(
        names = "--tiles",
        paramLabel = "URL|DIR",
        description = {
          "Instead of --log: a log that is published as static files (C2SP tlog-tiles), anybody's;",
          "to be read only, and with --vkey or --policy."
        })
    private @Nullable String tiles;
  }

  @Option(
      names = "--origin",
      paramLabel = "NAME",
      defaultValue = "",
      description = "Which of the server's logs, if it has several.")
  @SuppressWarnings("NullAway.Init")
  private String origin;

  @Option(
      names = "--vkey",
      paramLabel = "KEY",
      description =
          "The log's key. Without it the log is trusted on first use, and held to that key later.")
  private @Nullable String vkey;

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description =
          "Instead of --vkey: the logs to trust, and the quorum of witnesses that must have cosigned.")
  private @Nullable Path policyFile;

  @Option(
      names = "--max-age",
      paramLabel = "SPAN",
      converter = Span.class,
      description =
          "Cosignatures of the newest head that are older do not count: 90s, 10m, 6h, 2d.")
  private @Nullable Duration maxAge;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "10",
      description = "The longest that one call may take. Default: 10.")
  private int timeoutSeconds;

  @Option(
      names = "--state",
      paramLabel = "DIR",
      description =
          "Where keys and heads are remembered. Default: cairn in your configuration folder.")
  private @Nullable Path state;

  private @Nullable WitnessPolicy policy;

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init")
  private CommandSpec command;

  /** Connects, and says so where the log is trusted on first use. */
  public LogClient open() throws LogException {
    FolderMemory memory = new FolderMemory(stateFolder());
    return open(memory, origin, trust(memory));
  }

  /** Whether the log is static files, which can only be read. */
  public boolean isTiled() {
    return place.tiles != null;
  }

  /**
   * Connects to look at all that the log signed: with a policy, its key for the log is what counts,
   * and not its quorum.
   */
  LogClient openUnwitnessed() throws LogException {
    FolderMemory memory = new FolderMemory(stateFolder());
    if (policy().isEmpty()) {
      return open(memory, origin, byKey(memory));
    }
    try (LogClient client = open(memory, origin, trust(memory))) {
      VerifierKey key = client.trust().key();
      return open(memory, key.name(), pinned(key.toString()));
    }
  }

  /**
   * The same for clients that connect by themselves, and when they can; nothing is connected yet.
   */
  public ClientConfig config() {
    if (place.tiles != null) {
      throw new CommandException(ExitCode.USAGE, "--tiles is only to read; give the server: --log");
    }
    FolderMemory memory = new FolderMemory(stateFolder());
    return config(address(origin), trust(memory)).withMemory(memory);
  }

  private Trust trust(FolderMemory memory) {
    if (policy().isPresent()) {
      Trust.ByPolicy anyAge = Trust.ByPolicy.of(policy().get());
      return maxAge == null ? anyAge : anyAge.withMaxAge(maxAge);
    }
    if (maxAge != null) {
      throw new CommandException(ExitCode.USAGE, "--max-age is for --policy");
    }
    return byKey(memory);
  }

  private Trust byKey(FolderMemory memory) {
    return vkey == null ? new Trust.FirstUse(memory) : pinned(vkey);
  }

  /** How old cosignatures may be, if that is given. */
  public Optional<Duration> maxAge() {
    return Optional.ofNullable(maxAge);
  }

  /** The policy, if one is given. */
  public Optional<WitnessPolicy> policy() {
    if (policyFile == null) {
      return Optional.empty();
    }
    if (vkey != null) {
      throw new CommandException(ExitCode.USAGE, "--policy and --vkey: give one of them");
    }
    if (policy == null) {
      policy = PolicyFile.read(policyFile);
    }
    return Optional.of(policy);
  }

  private LogClient open(FolderMemory memory, String origin, Trust trust) throws LogException {
    if (place.tiles != null) {
      return LogClient.openTiles(tilesConfig(place.tiles, trust).withMemory(memory));
    }
    LogAddress address = address(origin);
    LogClient client = LogClient.open(config(address, trust).withMemory(memory));
    boolean trusted = false;
    try {
      TrustedLog log = client.trust();
      if (log.basis() == TrustedLog.Basis.FIRST_USE) {
        command
            .commandLine()
            .getErr()
            .printf(
                "cairn: trusting this log on first use: %s%n       (kept in %s; give --vkey to be sure)%n",
                log.key(), memory.keyPath(address));
      }
      trusted = true;
      return client;
    } finally {
      if (!trusted) {
        client.close();
      }
    }
  }

  private ClientConfig config(LogAddress address, Trust trust) {
    try {
      return ClientConfig.of(address, trust).withDeadline(Duration.ofSeconds(timeoutSeconds));
    } catch (IllegalArgumentException e) {
      throw CommandException.because(ExitCode.USAGE, e);
    }
  }

  private TilesConfig tilesConfig(String tiles, Trust trust) {
    if (trust instanceof Trust.FirstUse) {
      throw new CommandException(
          ExitCode.USAGE, "--tiles: a tiled log does not state its key; give --vkey or --policy");
    }
    if (!this.origin.isEmpty()) {
      throw new CommandException(
          ExitCode.USAGE, "--origin is for --log: a tiled log has its place to itself");
    }
    try {
      TilesLocation location = TilesLocation.parse(tiles);
      if (location instanceof TilesLocation.Folder folder && !Files.isDirectory(folder.path())) {
        throw new CommandException(
            ExitCode.USAGE, "--tiles: " + folder.path() + " is not a folder");
      }
      return TilesConfig.of(location, trust).withDeadline(Duration.ofSeconds(timeoutSeconds));
    } catch (MalformedException | IllegalArgumentException e) {
      throw new CommandException(ExitCode.USAGE, "--tiles: " + e.getMessage(), e);
    }
  }

  private LogAddress address(String origin) {
    String target = place.target == null ? System.getenv("CAIRN_LOG") : place.target;
    try {
      return LogAddress.parse(target == null || target.isEmpty() ? DEFAULT_TARGET : target)
          .withOrigin(origin);
    } catch (MalformedException | IllegalArgumentException e) {
      throw CommandException.because(ExitCode.USAGE, e);
    }
  }

  /** The folder of what is remembered. */
  public Path stateFolder() {
    return state == null ? FolderMemory.userFolder() : state;
  }

  private static Trust pinned(String vkey) {
    try {
      return new Trust.Pinned(key(vkey));
    } catch (IllegalArgumentException e) {
      throw new CommandException(ExitCode.USAGE, "--vkey: " + e.getMessage(), e);
    }
  }

  /** Parses a key that a person gave. */
  static VerifierKey key(String vkey) {
    return key("--vkey", vkey);
  }

  /** Parses a key that a person gave with that option. */
  public static VerifierKey key(String option, String vkey) {
    try {
      return VerifierKey.parse(vkey);
    } catch (MalformedException e) {
      throw new CommandException(ExitCode.USAGE, option + ": " + e.getMessage(), e);
    }
  }
}

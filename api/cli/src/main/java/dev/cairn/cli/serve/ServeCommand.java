package dev.cairn.cli.serve;

import dev.cairn.cli.alarm.MetricsPage;
import dev.cairn.cli.alarm.ServerMetrics;
import dev.cairn.cli.console.CommandException;
import dev.cairn.cli.console.ExitCode;
import dev.cairn.cli.console.HostPort;
import dev.cairn.cli.console.Passphrase;
import dev.cairn.server.Server;
import dev.cairn.server.ServerSettings;
import dev.cairn.server.folder.DataFolder;
import dev.cairn.server.folder.DataFolderException;
import dev.cairn.server.log.HostedLog;
import dev.cairn.server.log.LogSettings;
import dev.cairn.server.store.StoreException;
import dev.cairn.server.web.WebSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code cairn serve}: runs a server until it is told to stop. */
@Command(
    name = "serve",
    header = "Serve one or more logs over gRPC and HTTP.",
    description = {
      "Prints where each log is reached, once it is ready; logs to standard error.",
      "Over HTTP: tiles (C2SP tlog-tiles), a JSON API, and a page to look at the logs with a browser.",
      "SIGTERM and Ctrl-C drain: accepted appends are finished, and the exit code is 0.",
      "With a policy, every head is sent to its witnesses, and the log signs nothing before a quorum of",
      "them was asked whether they know a newer head. A policy file that changes is read again."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  cairn serve --data ./log",
      "  cairn serve --data ./orders --data ./payments --grpc 0.0.0.0:7070",
      "  cairn serve --data ./log --http 127.0.0.1:8080",
      "  cairn serve --data ./log --policy witnesses.policy",
      "  cairn serve --data ./log --metrics 127.0.0.1:7073",
      "  cairn serve --data ./log --head-file /mnt/other/log.head",
      "  cairn serve --config cairn.toml         where cairn.toml has:",
      "      grpc = \"0.0.0.0:7070\"",
      "      http = \"0.0.0.0:7071\"",
      "      [[logs]]",
      "      data = \"./orders\"",
      "      policy = \"./orders.policy\""
    })
public final class ServeCommand implements Callable<Integer> {
  private static final String DEFAULT_ADDRESS = "127.0.0.1:7070";
  private static final String DEFAULT_HTTP = "127.0.0.1:7071";

  @ArgGroup(exclusive = true, multiplicity = "1")
  @SuppressWarnings("NullAway.Init")
  private Source source;

  /** Where to find out which logs to serve. */
  static final class Source {
    @Option(names = "--data", paramLabel = "DIR", description = "A log's folder; may be repeated.")
    private @Nullable List<Path> data;

    @Option(names = "--config", paramLabel = "FILE", description = "A TOML file; see the example.")
    private @Nullable Path config;
  }

  @Option(
      names = "--grpc",
      paramLabel = "HOST:PORT",
      description = "Where to listen; port 0 takes a free one. Default: " + DEFAULT_ADDRESS + ".")
  private @Nullable String grpc;

  @Option(
      names = "--http",
      paramLabel = "HOST:PORT",
      description = "Where to serve HTTP; none: nowhere. Default: " + DEFAULT_HTTP + ".")
  private @Nullable String http;

  @Option(
      names = "--admin",
      paramLabel = "HOST:PORT",
      description = "Where to serve channelz; keep it on loopback. Default: nowhere.")
  private @Nullable String admin;

  @Option(
      names = "--metrics",
      paramLabel = "HOST:PORT",
      description = "Where to serve metrics for Prometheus, at /metrics. Default: nowhere.")
  private @Nullable String metrics;

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description = "The witnesses and their quorum (C2SP tlog-policy); for one --data only.")
  private @Nullable Path policy;

  @Option(
      names = "--read-only",
      description = "Serve what is there and take no appends; so too on a read-only file system.")
  private boolean readOnly;

  @Option(
      names = "--head-file",
      paramLabel = "FILE",
      description = "The log's second memory of its newest head; for one --data only.")
  private @Nullable Path headFile;

  @Mixin private final Passphrase passphrase = new Passphrase();

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Override
  public Integer call() {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    Optional<ServeConfigFile> file = Optional.ofNullable(source.config).map(ServeConfigFile::read);
    ServerSettings settings = settings(file);
    // Before anybody can know that the server is there: it may be told to end from then on.
    ServerEnd end = ServerEnd.prepare(settings.drain());
    boolean isServing = false;
    try {
      int code = serve(file, settings, end);
      isServing = true;
      return code;
    } finally {
      if (!isServing) {
        end.abandon();
      }
    }
  }

  private int serve(Optional<ServeConfigFile> file, ServerSettings settings, ServerEnd end) {
    ExecutorService readers =
        Executors.newFixedThreadPool(
            settings.readerThreads(), Thread.ofPlatform().name("read ", 0).factory());
    List<HostedLog> logs = new ArrayList<>();
    PolicyWatch policies = new PolicyWatch();
    Server server;
    try {
      for (LogToServe log : logs(file)) {
        HostedLog hosted = open(log, readers);
        logs.add(hosted);
        log.policy().ifPresent(path -> policies.add(path, hosted));
      }
      server = Server.start(settings, logs, readers);
    } catch (IOException | DataFolderException e) {
      logs.forEach(HostedLog::close);
      readers.shutdownNow();
      throw CommandException.because(exitCode(e), e);
    } catch (CommandException e) {
      logs.forEach(HostedLog::close);
      readers.shutdownNow();
      throw e;
    }
    Optional<MetricsPage> page = serveMetrics(file, server, logs);
    policies.start();
    announce(server, settings, logs);
    page.ifPresent(this::announce);
    return end.await(server, policies::close, spec.commandLine().getErr());
  }

  private static int exitCode(Exception e) {
    return e.getCause() instanceof StoreException store && store.kind() == StoreException.Kind.IO
        ? ExitCode.STORAGE_FAILED
        : ExitCode.USAGE;
  }

  private ServerSettings settings(Optional<ServeConfigFile> file) {
    ServerSettings settings =
        ServerSettings.at(HostPort.parse(DEFAULT_ADDRESS))
            .withHttp(Optional.of(WebSettings.at(HostPort.parse(DEFAULT_HTTP))));
    if (file.isPresent()) {
      settings = file.get().settings(settings);
    }
    if (grpc != null) {
      settings = settings.withGrpc(HostPort.parse(grpc));
    }
    if (http != null) {
      settings = settings.withHttp(HttpAddress.parse(http).map(settings::httpAt));
    }
    if (admin != null) {
      settings = settings.withAdmin(HostPort.parse(admin));
    }
    return settings;
  }

  private List<LogToServe> logs(Optional<ServeConfigFile> file) {
    if (file.isPresent()) {
      return file.get().logs();
    }
    List<Path> folders = source.data == null ? List.of() : source.data;
    if (folders.size() > 1 && (policy != null || headFile != null)) {
      throw new CommandException(
          ExitCode.USAGE,
          "--policy and --head-file are for one --data; name them in a --config file");
    }
    return folders.stream().map(this::log).toList();
  }

  private LogToServe log(Path data) {
    LogToServe log = LogToServe.of(data);
    if (policy != null) {
      log = log.withPolicy(policy);
    }
    return headFile == null ? log : log.withHeadFile(headFile);
  }

  private HostedLog open(LogToServe log, ExecutorService readers) throws DataFolderException {
    boolean toRead = readOnly || DataFolder.isOnReadOnlyDisk(log.data());
    DataFolder folder = toRead ? DataFolder.openReadOnly(log.data()) : DataFolder.open(log.data());
    boolean opened = false;
    try {
      char[] secret = folder.keyIsEncrypted() ? secret(log) : new char[0];
      LogSettings settings = log.settingsFor(folder.verifierKey());
      HostedLog hosted = HostedLog.open(folder, secret, settings, readers);
      opened = true;
      return hosted;
    } finally {
      if (!opened) {
        folder.close();
      }
    }
  }

  private char[] secret(LogToServe log) {
    return log.passphraseFile()
        .map(Passphrase::firstLine)
        .or(passphrase::read)
        .orElseThrow(
            () ->
                new CommandException(
                    ExitCode.USAGE,
                    "the key of "
                        + log.data()
                        + " is encrypted; give --passphrase-file or CAIRN_KEY_PASSPHRASE"));
  }

  private void announce(Server server, ServerSettings settings, List<HostedLog> logs) {
    PrintWriter out = spec.commandLine().getOut();
    String grpcAt = settings.grpc().getHostString() + ":" + server.port();
    for (HostedLog log : logs) {
      long entries = log.durableSize();
      Optional<HttpAddress> web = HttpAddress.of(settings, server);
      if (web.isPresent()) {
        out.printf(
            "serving %s (%,d entries) on %s (gRPC) and %s (HTTP)%n",
            log.origin(), entries, grpcAt, web.get());
        out.printf("  %s%n", web.get().url(server.httpPath(log)));
      } else {
        out.printf("serving %s (%,d entries) on %s%n", log.origin(), entries, grpcAt);
      }
    }
    out.flush();
  }

  private Optional<MetricsPage> serveMetrics(
      Optional<ServeConfigFile> file, Server server, List<HostedLog> logs) {
    Optional<InetSocketAddress> address =
        metrics == null
            ? file.flatMap(ServeConfigFile::metrics)
            : Optional.of(HostPort.parse(metrics));
    if (address.isEmpty()) {
      return Optional.empty();
    }
    ServerMetrics numbers = new ServerMetrics(server, logs, InstantSource.system());
    try {
      return Optional.of(MetricsPage.serve(address.get(), numbers::scrape));
    } catch (IOException e) {
      server.close();
      throw CommandException.because(ExitCode.USAGE, e);
    }
  }

  private void announce(MetricsPage page) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf("metrics on %s%n", page.url());
    out.flush();
  }
}

package dev.cairn.cli.serve;

import dev.cairn.cli.console.HostPort;
import dev.cairn.server.Server;
import dev.cairn.server.ServerSettings;
import dev.cairn.server.web.WebSettings;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Where HTTP is served.
 *
 * @param host as it was given
 */
record HttpAddress(String host, int port) {
  private static final String NOWHERE = "none";

  /** Parses {@code HOST:PORT}; {@code none} is nowhere. */
  static Optional<InetSocketAddress> parse(String text) {
    return text.equals(NOWHERE) ? Optional.empty() : Optional.of(HostPort.parse(text));
  }

  /** Where a server that has started serves it, if it does. */
  static Optional<HttpAddress> of(ServerSettings settings, Server server) {
    return settings
        .http()
        .map(WebSettings::address)
        .map(address -> new HttpAddress(address.getHostString(), server.httpPort().orElseThrow()));
  }

  /** A URL that reaches it from this machine. */
  String url(String path) {
    String reachable =
        new InetSocketAddress(host, port).getAddress().isAnyLocalAddress() ? "localhost" : host;
    return "http://" + bracketed(reachable) + ":" + port + path;
  }

  private static String bracketed(String host) {
    return host.indexOf(':') < 0 ? host : "[" + host + "]";
  }

  @Override
  public String toString() {
    return bracketed(host) + ":" + port;
  }
}

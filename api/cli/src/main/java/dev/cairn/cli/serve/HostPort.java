package dev.cairn.cli.serve;

import com.google.common.net.HostAndPort;
import dev.cairn.cli.console.CommandException;
import dev.cairn.cli.console.ExitCode;
import java.net.InetSocketAddress;

/** Addresses as people type them. */
public final class HostPort {
  private HostPort() {}

  /** Parses {@code HOST:PORT}, with brackets around an IPv6 address. */
  public static InetSocketAddress parse(String text) {
    try {
      HostAndPort address = HostAndPort.fromString(text);
      InetSocketAddress resolved = new InetSocketAddress(address.getHost(), address.getPort());
      if (!resolved.isUnresolved() && !address.getHost().isEmpty()) {
        return resolved;
      }
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new CommandException(
          ExitCode.USAGE, "\"" + text + "\" is not an address; write HOST:PORT", e);
    }
    throw new CommandException(ExitCode.USAGE, "the host of \"" + text + "\" is not known");
  }
}

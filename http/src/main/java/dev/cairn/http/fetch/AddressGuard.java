package dev.cairn.http.fetch;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/**
 * Which addresses may be connected to. A host's name is resolved here once, and the connection is
 * made to the very addresses that were looked at: a name that resolves differently a moment later
 * gains nothing.
 *
 * @param allowPrivate whether addresses that are not reachable from everywhere are allowed:
 *     loopback, private, link-local, unique-local and shared ones. Multicast, reserved and
 *     unspecified addresses never are
 */
public record AddressGuard(boolean allowPrivate) {
  // IANA special-purpose registries (RFC 6890 and its updates).
  private static final List<AddressBlock> NEVER =
      AddressBlock.of("0.0.0.0/8", "224.0.0.0/4", "240.0.0.0/4", "::/128", "ff00::/8");
  private static final List<AddressBlock> PRIVATE =
      AddressBlock.of(
          "10.0.0.0/8",
          "100.64.0.0/10",
          "127.0.0.0/8",
          "169.254.0.0/16",
          "172.16.0.0/12",
          "192.0.0.0/24",
          "192.0.2.0/24",
          "192.88.99.0/24",
          "192.168.0.0/16",
          "198.18.0.0/15",
          "198.51.100.0/24",
          "203.0.113.0/24",
          "2001::/23", // Teredo and other protocols' own
          "2001:db8::/32",
          "3fff::/20");
  private static final List<AddressBlock> GLOBAL_IPV6 = AddressBlock.of("2000::/3");
  private static final AddressBlock NAT64 = AddressBlock.of("64:ff9b::/96").getFirst();
  private static final AddressBlock SIX_TO_FOUR = AddressBlock.of("2002::/16").getFirst();
  private static final AddressBlock MAPPED_OR_COMPATIBLE = AddressBlock.of("::/80").getFirst();

  /** Whether a connection to this address may be made. */
  public boolean allows(InetAddress address) {
    if (isIn(NEVER, address)) {
      return false;
    }
    if (address instanceof Inet4Address) {
      return allowPrivate || !isIn(PRIVATE, address);
    }
    if (NAT64.contains(address)) {
      return allows(AddressBlock.embedded(address, 12));
    }
    if (SIX_TO_FOUR.contains(address)) {
      return allows(AddressBlock.embedded(address, 2));
    }
    if (MAPPED_OR_COMPATIBLE.contains(address) && !address.isLoopbackAddress()) {
      return allows(AddressBlock.embedded(address, 12));
    }
    return allowPrivate || (isIn(GLOBAL_IPV6, address) && !isIn(PRIVATE, address));
  }

  private static boolean isIn(List<AddressBlock> blocks, InetAddress address) {
    return blocks.stream().anyMatch(block -> block.contains(address));
  }

  /**
   * The addresses of a host, all of which may be connected to. Blocks as long as the system's
   * resolver does.
   *
   * @throws FetchException if the host is not known, or any of its addresses is not allowed
   */
  public List<InetSocketAddress> resolve(String host, int port) throws FetchException {
    InetAddress[] addresses;
    try {
      addresses = InetAddress.getAllByName(host);
    } catch (UnknownHostException e) {
      throw new FetchException("host " + host + " is not known", e);
    }
    for (InetAddress address : addresses) {
      if (!allows(address)) {
        throw new FetchException(
            "host "
                + host
                + " has the address "
                + address.getHostAddress()
                + ", which may not be polled unless allow_private_addresses is set");
      }
    }
    return Arrays.stream(addresses).map(a -> new InetSocketAddress(a, port)).toList();
  }
}

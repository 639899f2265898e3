package dev.cairn.http.admission;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** Tells peers apart by where they connect from. */
public final class Peer {
  // What one customer gets at the least (RFC 6177): a smaller part would be no limit at all.
  private static final int NETWORK_BYTES = 8;

  private Peer() {}

  /**
   * The name of a peer: an IPv4 address, or an IPv6 network of 64 bits; whatever the address says
   * of itself where it is no Internet address.
   */
  public static String of(SocketAddress address) {
    return address instanceof InetSocketAddress internet && internet.getAddress() != null
        ? of(internet.getAddress())
        : address.toString();
  }

  private static String of(InetAddress address) {
    if (!(address instanceof Inet6Address)) {
      return address.getHostAddress();
    }
    byte[] bytes = address.getAddress();
    Arrays.fill(bytes, NETWORK_BYTES, bytes.length, (byte) 0);
    try {
      return InetAddress.getByAddress(bytes).getHostAddress() + "/64";
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address of 16 bytes is one", e);
    }
  }
}

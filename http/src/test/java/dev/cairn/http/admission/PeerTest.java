package dev.cairn.http.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PeerTest {
  @ParameterizedTest
  @CsvSource({
    "192.0.2.7, 192.0.2.7",
    "2001:db8:1:2::7, 2001:db8:1:2:0:0:0:0/64",
    "2001:db8:1:2:ffff:ffff:ffff:ffff, 2001:db8:1:2:0:0:0:0/64",
    "2001:db8:1:3::7, 2001:db8:1:3:0:0:0:0/64",
    "::ffff:192.0.2.7, 192.0.2.7",
  })
  void isAnAddressOrANetwork(String address, String peer) throws Exception {
    assertEquals(peer, Peer.of(new InetSocketAddress(InetAddress.getByName(address), 1)));
  }
}

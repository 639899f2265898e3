package dev.cairn.http.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressGuardTest {
  private static final AddressGuard PUBLIC = new AddressGuard(false);
  private static final AddressGuard ANY = new AddressGuard(true);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.255.255.254",
        "10.0.0.1",
        "10.255.255.255",
        "100.64.0.1",
        "100.127.255.255",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "192.0.0.8",
        "198.18.0.1",
        "::1",
        "::ffff:10.0.0.1",
        "::ffff:127.0.0.1",
        "::127.0.0.1",
        "fe80::1",
        "fec0::1",
        "fc00::1",
        "fd00:ec2::254",
        "64:ff9b::10.0.0.1",
        "2002:7f00:1::",
        "2002:a00:1::1",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
        "2001:db8::1",
        "4000::1",
        "100::1"
      })
  void privateAddressesNeedLeave(String literal) throws UnknownHostException {
    InetAddress address = InetAddress.getByName(literal);
    assertFalse(PUBLIC.allows(address));
    assertTrue(ANY.allows(address));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "0.1.2.3",
        "224.0.0.1",
        "239.1.1.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "ff02::1",
        "::ffff:0.0.0.0",
        "64:ff9b::224.0.0.1",
        "2002:e000:1::"
      })
  void someAreNeverAllowed(String literal) throws UnknownHostException {
    InetAddress address = InetAddress.getByName(literal);
    assertFalse(PUBLIC.allows(address));
    assertFalse(ANY.allows(address));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8.8.8.8",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "126.255.255.255",
        "128.0.0.1",
        "169.253.255.255",
        "172.15.255.255",
        "172.32.0.0",
        "192.167.255.255",
        "223.255.255.255",
        "2606:4700::1111",
        "::ffff:8.8.8.8",
        "64:ff9b::8.8.8.8",
        "2002:808:808::1"
      })
  void publicAddressesAreAllowed(String literal) throws UnknownHostException {
    assertTrue(PUBLIC.allows(InetAddress.getByName(literal)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"127.0.0.1", "169.254.169.254", "::1", "[::1]", "::ffff:10.0.0.1", "localhost"})
  void hostsAreResolvedAndThenLookedAt(String host) {
    FetchException refusal = assertThrows(FetchException.class, () -> PUBLIC.resolve(host, 80));
    assertTrue(String.valueOf(refusal.getMessage()).contains("may not be polled"));
  }

  @Test
  void whatIsReturnedIsWhatWasLookedAt() throws FetchException {
    var addresses = ANY.resolve("localhost", 443);
    assertFalse(addresses.isEmpty());
    assertTrue(addresses.stream().allMatch(a -> a.getAddress().isLoopbackAddress()));
    assertEquals(443, addresses.getFirst().getPort());
  }

  @Test
  void unknownHostsAreAFailureOfTheSource() {
    assertThrows(FetchException.class, () -> ANY.resolve("nothing.invalid", 80));
  }
}

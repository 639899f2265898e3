package dev.cairn.http.fetch;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;

/**
 * All addresses that share a prefix.
 *
 * @param prefix an address of 4 or 16 bytes; bits after the first {@code bits} do not count
 */
record AddressBlock(InetAddress prefix, int bits) {

  /** Blocks in the notation of RFC 4632: address, slash, number of bits. */
  static List<AddressBlock> of(String... blocks) {
    return Stream.of(blocks).map(AddressBlock::parse).toList();
  }

  private static AddressBlock parse(String block) {
    int slash = block.indexOf('/');
    try {
      return new AddressBlock(
          InetAddress.ofLiteral(block.substring(0, slash)),
          Integer.parseInt(block.substring(slash + 1)));
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(block + " is not a block of addresses", e);
    }
  }

  boolean contains(InetAddress address) {
    byte[] wanted = prefix.getAddress();
    byte[] given = address.getAddress();
    if (wanted.length != given.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit += Byte.SIZE) {
      int mask = bits - bit >= Byte.SIZE ? 0xff : 0xff << (Byte.SIZE - (bits - bit));
      if (((wanted[bit / Byte.SIZE] ^ given[bit / Byte.SIZE]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }

  /** The IPv4 address in the four bytes of an IPv6 address that begin at {@code offset}. */
  static InetAddress embedded(InetAddress address, int offset) {
    byte[] four = new byte[4];
    System.arraycopy(address.getAddress(), offset, four, 0, four.length);
    try {
      return InetAddress.getByAddress(four);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }
}

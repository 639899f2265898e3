package dev.cairn.witness.loglist;

import dev.cairn.tree.CanonicalText;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.VerifierKey;
import java.util.Map;

/**
 * One entry as it is written, its key not yet looked at.
 *
 * @param line where the entry begins, from 1
 * @param origin the origin it gives, or the name in the vkey's text
 */
record Entry(int line, String vkey, String origin, int requestsPerDay, String contact) {
  static final String VKEY = "vkey";
  static final String ORIGIN = "origin";
  static final String QPD = "qpd";
  static final String CONTACT = "contact";

  /** Reads the next entry, whose first line there is. */
  static Entry read(Lines lines) throws LogListException {
    int line = lines.number();
    String vkey = lines.value(VKEY);
    int plus = vkey.indexOf('+');
    String name = plus < 0 ? vkey : vkey.substring(0, plus);
    String origin = lines.isAt(ORIGIN) ? lines.value(ORIGIN) : name;
    int qpd = requestsPerDay(lines.number(), lines.value(QPD));
    return new Entry(line, vkey, origin, qpd, lines.value(CONTACT));
  }

  private static int requestsPerDay(int line, String text) throws LogListException {
    try {
      long value = CanonicalText.parseDecimal(QPD, text);
      if (value >= 1 && value <= Integer.MAX_VALUE) {
        return (int) value;
      }
    } catch (MalformedException e) {
      throw new LogListException(line, String.valueOf(e.getMessage()));
    }
    throw new LogListException(line, "qpd is not in 1 to 2147483647");
  }

  /** Checks the key, which is the slow part. */
  ListedLog check(Map<String, VerifierKey> known) throws LogListException {
    try {
      VerifierKey key = known.get(vkey);
      if (key == null) {
        key = VerifierKey.parse(vkey);
      }
      if (key.type() != KeyType.ED25519) {
        throw new LogListException(line, "vkey is not of the type Ed25519 (0x01)");
      }
      return new ListedLog(key, requestsPerDay, contact);
    } catch (MalformedException e) {
      throw new LogListException(line, String.valueOf(e.getMessage()));
    }
  }
}

package dev.cairn.tree;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The plain forms that C2SP texts are made of, each read so that a value has exactly one accepted
 * spelling. A text whose parts are all read by these methods re-encodes to the bytes it came from.
 */
public final class CanonicalText {
  private CanonicalText() {}

  /**
   * Decodes UTF-8. Nothing is replaced: overlong forms, surrogates and truncated sequences are
   * refused. A byte order mark is kept as the character U+FEFF.
   *
   * @param what names the bytes in the exception's message
   */
  public static String parseUtf8(String what, byte[] bytes) throws MalformedException {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes))
          .toString();
    } catch (CharacterCodingException e) {
      throw new MalformedException(what + " is not valid UTF-8");
    }
  }

  /**
   * Parses a decimal number from 0 to 2^63-1: ASCII digits, no sign, no leading zero.
   *
   * @param what names the number in the exception's message
   */
  public static long parseDecimal(String what, String text) throws MalformedException {
    if (text.isEmpty() || (text.length() > 1 && text.charAt(0) == '0')) {
      throw new MalformedException(what + " is not a decimal number without leading zeros");
    }
    long value = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        throw new MalformedException(what + " has a character other than the digits 0 to 9");
      }
      if (value > (Long.MAX_VALUE - digit) / 10) {
        throw new MalformedException(what + " is not below 2^63");
      }
      value = value * 10 + digit;
    }
    return value;
  }

  /**
   * Parses base64 in the standard alphabet with padding (RFC 4648 section 4). Missing padding, line
   * breaks and non-zero trailing bits are refused. The empty text is no bytes.
   *
   * @param what names the bytes in the exception's message
   */
  public static byte[] parseBase64(String what, String text) throws MalformedException {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new MalformedException(what + " is not base64");
    }
    if (!Base64.getEncoder().encodeToString(bytes).equals(text)) {
      throw new MalformedException(what + " is not canonical base64");
    }
    return bytes;
  }

  /**
   * Whether a text can stand as one line of a signed note: not empty, well-formed Unicode, and no
   * character below U+0020. Only U+000A ends a line; U+0085 and U+2028 are ordinary characters.
   */
  public static boolean isLine(String text) {
    return !text.isEmpty()
        && text.chars().allMatch(c -> c >= ' ')
        && StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }
}

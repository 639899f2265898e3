package dev.cairn.event.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What filters are refused, where, and what is said. */
final class BadFilterTest {
  private static FilterException refused(String filter) {
    return assertThrows(FilterException.class, () -> Filter.parse(filter), filter);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "alice                     | 0  | stands alone; compare a field, such as actor.id = alice",
        "id = a alice              | 7  | alice stands alone",
        "\"alice\"                 | 0  | a value stands alone",
        "actor.id                  | 0  | write actor.id = and a value",
        "actor.name = x            | 0  | no field actor.name; did you mean actor.",
        "outcome.statsu = SUCCESS  | 0  | did you mean outcome.status?",
        "Action = x                | 0  | did you mean action?",
        "attributes = x            | 0  | write attributes. and the name",
        "attributes.1x = x         | 0  | write attributes. and the name",
        "attributes:1x             | 11 | not a name of an attribute",
        "id                        | 0  | id is not compared",
        "id =                      | 4  | a value is missing after id =",
        "id = AND id = b           | 5  | write \"AND\" for the text",
        "id ! a                    | 3  | write != for unequal",
        "id == a                   | 4  | write the value in quotes",
        "id = a=b                  | 6  | '=' may stand in quotes only",
        "id = a\\*                 | 6  | '\\' may stand in quotes only",
        "id = \"a                  | 5  | the quote is not closed",
        "id = 'a\"                 | 5  | the quote is not closed",
        "id = \"a\\n\"             | 7  | are escapes",
        "id = \"a\\                | 7  | are escapes",
        "id = (a OR b)             | 5  | parentheses around values are not supported",
        "startsWith(id)            | 10 | there are no functions",
        "id = a and id = b         | 7  | write AND in capitals",
        "id = a AND                | 10 | a comparison is missing",
        "id = a OR                 | 9  | a comparison is missing",
        "NOT                       | 3  | a comparison is missing",
        "AND id = a                | 0  | a comparison is missing before AND",
        "id = a OR AND id = b      | 10 | a comparison is missing before AND",
        "NOT NOT id = a            | 4  | a comparison is missing before NOT",
        "- id = a                  | 1  | a field is missing before ' '",
        "()                        | 1  | a field is missing before ')'",
        "(id = a                   | 7  | a ')' is missing for the '(' at 0",
        "id = a)                   | 6  | ')' closes nothing",
        "id = a(id = b)            | 6  | a space is missing",
        "(id = a)(id = b)          | 8  | a space is missing",
        "id = 'a'id = b            | 8  | a space is missing",
        "= a                       | 0  | a field is missing before '='",
        "outcome.status = success  | 17 | is one of UNKNOWN, SUCCESS, FAILURE, DENIED",
        "outcome.status = UNSPECIFIED | 17 | is one of",
        "outcome.stage = SUCCESS   | 16 | is one of ATTEMPT, COMPLETION",
        "outcome.status > SUCCESS  | 17 | has no order",
        "index = one               | 8  | is a whole number",
        "sequence > 1.5            | 11 | is a whole number",
        "occurred_time > yesterday | 16 | not a time of RFC 3339",
        "occurred_time > 2026-01-31 | 16 | not a time of RFC 3339",
        "occurred_time > 2026-13-31T00:00:00Z | 16 | not a time of RFC 3339",
        "occurred_time > 0000-01-01T00:00:00Z | 16 | not a time of RFC 3339",
        "attributes.x > 2026-13-31T00:00:00Z | 15 | not a time of RFC 3339",
        "attributes.x > true       | 15 | have no order",
        "attributes.x = 1e10000    | 15 | exponent up to 9,999",
        "attributes.x = 1e99999999999 | 15 | exponent up to 9,999",
        "attributes.x = 12345678901234567890123456789012345678901 | 15 | at most 40 digits",
        "action < a*               | 9  | * is for =, != and : only",
        "payload.digest = xyz      | 17 | up to 64 hex digits",
      })
  void isRefusedAtTheCharacter(String filter, int position, String message) {
    FilterException refused = refused(filter);
    assertTrue(String.valueOf(refused.getMessage()).contains(message), refused.getMessage());
    assertEquals(position, refused.position(), refused.getMessage());
  }

  @Test
  void positionsAreCountedInCodePoints() {
    assertEquals(9, refused("id = \"\ud83d\ude00\" x").position());
  }

  @Test
  void aFilterHasAtMost4096Bytes() throws FilterException {
    String longest = "id = \"" + "\u00e9".repeat(2_044) + "x\"";
    assertEquals(longest, Filter.parse(longest).toString());
    FilterException refused = refused(longest + " ");
    assertEquals("longer than 4,096 bytes", refused.getMessage());
    assertEquals(longest.length(), refused.position());
  }

  @Test
  void atMost32ParenthesesAreOpen() throws FilterException {
    String open = "(".repeat(32);
    String close = ")".repeat(32);
    assertEquals("id = \"a\"", Filter.parse(open + "id = a" + close).toString());
    assertEquals(32, refused("(" + open + "id = a" + close + ")").position());
    // Those that are closed do not count.
    String twice = open + "id = a" + close + " " + open + "id = b" + close;
    assertEquals("id = \"a\" AND id = \"b\"", Filter.parse(twice).toString());
  }

  @Test
  void aFilterHasAtMost256Comparisons() throws FilterException {
    String most = String.join(" ", Collections.nCopies(256, "id = a"));
    assertTrue(Filter.parse(most).toString().startsWith("id = \"a\" AND"));
    FilterException refused = refused(most + " id = a");
    assertEquals("more than 256 comparisons", refused.getMessage());
    assertEquals(most.length() + 1, refused.position());
  }
}

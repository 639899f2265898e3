package dev.cairn.event.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/** Whatever is read is written as something that reads the same; nothing else is thrown. */
class FilterFuzzTest {
  @FuzzTest
  void filter(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    Filter filter;
    try {
      filter = Filter.parse(text);
    } catch (FilterException refused) {
      assertTrue(refused.position() >= 0);
      assertTrue(refused.position() <= text.codePointCount(0, text.length()));
      return;
    }
    try {
      String canonical = filter.toString();
      assertEquals(filter.expression(), new Parser(canonical, 8 * Filter.MAX_BYTES).parse());
    } catch (FilterException e) {
      throw new AssertionError(text, e);
    }
    boolean matches = filter.matches(Events.FULL);
    if (!(filter.expression() instanceof Expression.All)) {
      Filter contrary = Filter.of(new Expression.Not(filter.expression()));
      assertEquals(!matches, contrary.matches(Events.FULL));
    }
  }
}

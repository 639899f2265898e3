package dev.cairn.server.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cairn.event.filter.Filter;
import dev.cairn.event.filter.FilterException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PageTokenTest {
  private static final PageToken TOKEN = new PageToken(7, 1L << 40);

  private static Query query(String filter) throws FilterException {
    return new Query(
        Filter.parse(filter), Optional.empty(), Optional.empty(), Order.NEWEST_FIRST, 50);
  }

  @Test
  void readsAsItIsWritten() throws Exception {
    Query query = query("actor.id = a");
    assertEquals(TOKEN, PageToken.parse(TOKEN.format(query), query));
    assertEquals(TOKEN, PageToken.parse(TOKEN.format(query), query("(actor.id=\"a\")")));
    Query smaller = new Query(query.filter(), Optional.empty(), Optional.empty(), query.order(), 1);
    assertEquals(TOKEN, PageToken.parse(TOKEN.format(query), smaller));
  }

  @Test
  void isOfItsOwnSearchOnly() throws Exception {
    Query query = query("actor.id = a");
    String token = TOKEN.format(query);
    Optional<Instant> time = Optional.of(Instant.EPOCH);
    for (Query other :
        List.of(
            query("actor.id = b"),
            query(""),
            new Query(query.filter(), time, Optional.empty(), query.order(), 50),
            new Query(query.filter(), Optional.empty(), time, query.order(), 50),
            new Query(
                query.filter(), Optional.empty(), Optional.empty(), Order.OLDEST_FIRST, 50))) {
      assertThrows(PageTokenException.class, () -> PageToken.parse(token, other));
    }
  }

  @Test
  void hasOneForm() throws Exception {
    Query query = query("");
    String token = TOKEN.format(query);
    for (String other :
        List.of(
            "x",
            token + "=",
            token + "A",
            token.substring(1),
            " " + token,
            token.replace(token.charAt(0), '!'),
            "C" + token.substring(1))) {
      assertThrows(PageTokenException.class, () -> PageToken.parse(other, query), other);
    }
    for (int i = 0; i < token.length(); i++) {
      char changed = token.charAt(i) == 'A' ? 'B' : 'A';
      String other = token.substring(0, i) + changed + token.substring(i + 1);
      try {
        // Only where to go on can be changed, and only within what was searched.
        PageToken read = PageToken.parse(other, query);
        assertEquals(other, read.format(query));
      } catch (PageTokenException refused) {
        // Most are.
      }
    }
  }
}

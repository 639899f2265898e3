package dev.cairn.event.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What filters mean. */
final class FilterTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "id = e-1",
        "source = \"https://shop.example/orders\"",
        "source = https://shop.example/orders",
        "type = 'com.example.order.deleted'",
        "actor.id=alice",
        "actor.type = user",
        "actor.on_behalf_of.id:bob",
        "actor.on_behalf_of.type:service",
        "action = delete",
        "target.id:order-7",
        "target.id = order-7",
        "target.type:invoice",
        "outcome.status = DENIED",
        "outcome.status = OUTCOME_STATUS_DENIED",
        "outcome.status = \"DENIED\"",
        "outcome.status != UNKNOWN",
        "outcome.stage = COMPLETION",
        "outcome.stage:STAGE_COMPLETION",
        "outcome.code = 403",
        "trace_id = 0af7651916cd43dd8448eb211c80319c",
        "span_id = b7ad6b7169203331",
        "correlation_id = c-1",
        "peer = 10.0.0.7:443",
        "user_agent = \"shop \\\"beta\\\" (it's new)\"",
        "user_agent = 'shop \"beta\" (it\\'s new)'",
        "submitter = 10.0.0.8",
        "producer = orders-1",
        "sequence = 7",
        "index = 42",
        "index >= 42 AND index <= 42",
        "occurred_time = 2026-01-31T12:00:00.500Z",
        "occurred_time = \"2026-01-31T13:00:00.5+01:00\"",
        "occurred_time > 2026-01-31T12:00:00Z AND occurred_time < 2026-02-01T00:00:00Z",
        "receive_time < 2026-01-31T12:00:01.000000001Z",
        "payload.digest = abababababababababababababababababababababababababababababababab",
        "payload.digest = ABAB*",
        "attributes.amount = 100",
        "attributes.amount = 1e2",
        "attributes.amount > 99.5",
        "attributes.rate = 0.1",
        "attributes.rate < 0.2",
        "attributes.dry-run = true",
        "attributes.due >= 2026-02-01T00:00:00Z",
        "attributes.reason = fraud",
        "attributes.http.status = \"42\"",
        "attributes.reason:*",
        "attributes:reason",
        "attributes.empty:*",
        "attributes.blob:*",
      })
  void comparesEveryField(String filter) throws FilterException {
    assertTrue(Filter.parse(filter).matches(Events.FULL));
    assertFalse(Filter.parse(filter).matches(Events.BARE));
    assertFalse(Filter.parse("NOT " + filter.replace(" AND ", " NOT ")).matches(Events.FULL));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "trace_id = ''",
        "trace_id != x",
        "trace_id = *",
        "NOT trace_id:*",
        "outcome.code < 0",
        "NOT sequence:*",
        "sequence != 7",
        "NOT sequence >= 0",
        "NOT sequence < 0",
        "NOT target.id:*",
        "target.id != order-7",
        "NOT target.id < z",
        "attributes.reason != fraud",
        "NOT attributes.reason = ''",
        "NOT attributes.amount < 1000",
        "NOT attributes.blob:*",
        "payload.digest = ''",
      })
  void whatIsAbsentIsUnequal(String filter) throws FilterException {
    assertTrue(Filter.parse(filter).matches(Events.BARE));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // A value is compared with what is of its own type.
        "attributes.amount = \"100\"       | false",
        "attributes.amount != \"100\"      | true",
        "attributes.http.status = 42       | false",
        "attributes.dry-run = \"true\"     | false",
        "attributes.due = \"2026-02-01T00:00:00Z\" | false",
        "attributes.reason > 5             | false",
        "attributes.blob = x               | false",
        // Case matters.
        "actor.id = Alice                  | false",
        // Of several, one is enough; unequal is the contrary of equal.
        "target.id != order-7              | false",
        "target.id != order-8              | true",
        "target.id:order-7 target.type:invoice | true",
        // Wildcards.
        "type = com.example.*              | true",
        "type = *.deleted                  | true",
        "type = *order*                    | true",
        "type = com*order*deleted          | true",
        "type = com.*.com.*                | false",
        "type = \"*\"                      | true",
        "type = **                         | true",
        "type = com.example.order.deleted* | true",
        "type = com.example.order.deleted*deleted | false",
        "type != *.deleted                 | false",
        "target.id = \"i\\*9\"             | true",
        "target.id = \"i*9\"               | true",
        "target.id = \"o\\*\"              | false",
        // Text is ordered by code points.
        "action > \"delet\"                | true",
        "action > \"delete\"               | false",
        "action >= \"delete\"              | true",
        "action < \"deletf\"               | true",
        "action < \"Z\"                    | false",
      })
  void comparesValues(String filter, boolean matches) throws FilterException {
    assertEquals(matches, Filter.parse(filter).matches(Events.FULL));
  }

  @Test
  void ordersTextByCodePointsAndNotByUnits() throws FilterException {
    EventView emoji =
        new EventView(
            0,
            Events.BARE.event().toBuilder().setAction("\ud83d\ude00").build(),
            Events.BARE.link(),
            Events.BARE.collection());
    assertTrue(Filter.parse("action > \"\uffee\"").matches(emoji));
    assertFalse(Filter.parse("action < \"\uffee\"").matches(emoji));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "id = a AND id = b OR id = c     | id = \"a\" AND id = \"b\" OR id = \"c\"",
        "id = a AND (id = b OR id = c)   | id = \"a\" AND id = \"b\" OR id = \"c\"",
        "(id = a AND id = b) OR id = c   | (id = \"a\" AND id = \"b\") OR id = \"c\"",
        "id = a id = b AND id = c        | id = \"a\" AND id = \"b\" AND id = \"c\"",
        "(id = a AND (id = b id = c))    | id = \"a\" AND id = \"b\" AND id = \"c\"",
        "-id = a                         | NOT id = \"a\"",
        "-(id = a OR id = b)             | NOT (id = \"a\" OR id = \"b\")",
        "NOT(NOT ((id:a)))               | NOT (NOT id:\"a\")",
        "NOT id = a OR id = b            | NOT id = \"a\" OR id = \"b\"",
        "attributes:x                    | attributes.x:*",
        "attributes.x = 0001.50          | attributes.x = 1.5",
        "attributes.x = 1e39             | attributes.x = 1000000000000000000000000000000000000000",
        "attributes.x = 1e40             | attributes.x = 1E+40",
        "index = 40                      | index = 40",
        "attributes.x = -0.0             | attributes.x = 0",
        "outcome.stage = STAGE_ATTEMPT   | outcome.stage = \"ATTEMPT\"",
        "payload.digest:AB               | payload.digest:\"ab\"",
        "id = 'a\"b\\'c\\\\d\\*e*'       | id = \"a\\\"b'c\\\\d\\*e*\"",
        "id = a**b***                    | id = \"a*b*\"",
        "occurred_time<2026-01-01T01:00:00+01:00 | occurred_time < 2026-01-01T00:00:00Z",
      })
  void isWrittenInOneForm(String filter, String canonical) throws FilterException {
    Filter parsed = Filter.parse(filter);
    assertEquals(canonical, parsed.toString());
    assertEquals(parsed, Filter.parse(canonical));
    assertEquals(parsed.hashCode(), Filter.parse(canonical).hashCode());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t\r\n "})
  void anEmptyFilterIsAll(String filter) throws FilterException {
    assertEquals(Filter.ALL, Filter.parse(filter));
    assertTrue(Filter.ALL.matches(Events.FULL));
    assertEquals("", Filter.ALL.toString());
  }
}

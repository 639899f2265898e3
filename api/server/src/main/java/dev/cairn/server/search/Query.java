package dev.cairn.server.search;

import dev.cairn.event.filter.EventField;
import dev.cairn.event.filter.Expression;
import dev.cairn.event.filter.Filter;
import dev.cairn.event.filter.Literal;
import dev.cairn.event.filter.Operator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is searched for.
 *
 * @param filter which events
 * @param occurredFrom only events that occurred then or later
 * @param occurredUntil only events that occurred before
 * @param order in which order
 * @param pageSize the most events on a page, 1 to {@value #MAX_PAGE_SIZE}
 */
public record Query(
    Filter filter,
    Optional<Instant> occurredFrom,
    Optional<Instant> occurredUntil,
    Order order,
    int pageSize) {
  /** The most events on a page. */
  public static final int MAX_PAGE_SIZE = 500;

  /** Refuses a page of another size. */
  public Query {
    if (pageSize < 1 || pageSize > MAX_PAGE_SIZE) {
      throw new IllegalArgumentException("a page of " + pageSize + " events");
    }
  }

  /** The filter and the times in one. */
  Filter whole() {
    List<Expression> parts = new ArrayList<>();
    switch (filter.expression()) {
      case Expression.All _ -> {}
      case Expression.And(List<Expression> operands) -> parts.addAll(operands);
      case Expression.Or or -> parts.add(or);
      case Expression.Not not -> parts.add(not);
      case Expression.Comparison comparison -> parts.add(comparison);
    }
    occurredFrom.ifPresent(time -> parts.add(occurred(Operator.GREATER_OR_EQUAL, time)));
    occurredUntil.ifPresent(time -> parts.add(occurred(Operator.LESS, time)));
    return switch (parts.size()) {
      case 0 -> Filter.ALL;
      case 1 -> Filter.of(parts.getFirst());
      default -> Filter.of(new Expression.And(parts));
    };
  }

  private static Expression occurred(Operator operator, Instant time) {
    return new Expression.Comparison(EventField.OCCURRED_TIME, operator, new Literal.Time(time));
  }
}

package dev.cairn.server.web;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class SendBudgetTest {
  private final SendBudget budget = new SendBudget(20, 50);

  @Test
  void onePeerDoesNotTakeAll() {
    assertTrue(budget.tryTake("a", 15));
    assertTrue(budget.tryTake("a", 5));
    assertFalse(budget.tryTake("a", 1));
    assertTrue(budget.tryTake("b", 20));
    budget.giveBack("a", 5);
    assertTrue(budget.tryTake("a", 4));
  }

  @Test
  void eachMayHaveOneHoweverLarge() {
    assertTrue(budget.tryTake("a", 40));
    assertFalse(budget.tryTake("a", 1));
    assertFalse(budget.tryTake("b", 11), "there are 10 left");
    assertTrue(budget.tryTake("b", 10));
    budget.giveBack("a", 40);
    assertTrue(budget.tryTake("a", 40));
  }
}

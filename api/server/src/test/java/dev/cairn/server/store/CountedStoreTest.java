package dev.cairn.server.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class CountedStoreTest {
  private final MemoryLogStore memory = new MemoryLogStore();
  private final CountedStore store = new CountedStore(memory);

  @Test
  void aReadingIsSeenWhileItIsUnderWay() {
    boolean wasSeen =
        store.read(
            _ -> {
              while (store.oldestReadingSeconds() == 0) {
                Thread.onSpinWait();
              }
              return store.readings() == 1;
            });
    assertTrue(wasSeen);
    assertEquals(0, store.readings());
    assertEquals(0, store.oldestReadingSeconds());
  }

  @Test
  void aReadingThatFailsIsOver() {
    assertThrows(
        IllegalStateException.class,
        () ->
            store.read(
                _ -> {
                  throw new IllegalStateException("a test's failure");
                }));
    assertEquals(0, store.readings());
    assertEquals(0, store.corruptReadings());
  }

  @Test
  void readingsOfWhatIsCorruptAreCounted() {
    store.commit(new TreeGrowth().next(List.of(new byte[] {1}, new byte[] {2})));
    memory.entries.set(1, new byte[0]);
    int length = store.read(view -> view.entry(0).length);
    assertEquals(1, length);
    assertEquals(0, store.corruptReadings());
    for (int i = 1; i <= 2; i++) {
      assertThrows(StoreException.class, () -> store.read(view -> view.entry(1)));
      assertEquals(i, store.corruptReadings());
    }
  }

  @Test
  void commitsAreCountedOnceTheyAreDurable() {
    TreeGrowth growth = new TreeGrowth();
    store.commit(growth.next(List.of(new byte[] {1})));
    assertEquals(1, store.commits().count());
    assertTrue(store.commits().seconds() > 0);
    memory.full(true);
    Commit refused = growth.next(List.of(new byte[] {2}));
    assertThrows(StoreException.class, () -> store.commit(refused));
    assertEquals(1, store.commits().count());
  }
}

package dev.cairn.tree.note;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cairn.tree.MalformedException;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyNameTest {
  @Test
  void refusesExactlySpacesPlusControlsAndLoneSurrogates() {
    Set<Integer> refused = new TreeSet<>();
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      String name = "a" + Character.toString(c) + "b";
      try {
        KeyName.check(name);
      } catch (MalformedException e) {
        refused.add(c);
      }
    }
    // Unicode 16, PropList.txt, White_Space, beside the characters below U+0020.
    Set<Integer> wanted =
        IntStream.of('+', ' ', 0x85, 0xa0, 0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000)
            .boxed()
            .collect(Collectors.toCollection(TreeSet::new));
    IntStream.range(0, 0x20).forEach(wanted::add);
    IntStream.rangeClosed(0x2000, 0x200a).forEach(wanted::add);
    IntStream.rangeClosed(0xd800, 0xdfff).forEach(wanted::add);
    assertEquals(wanted, refused);
  }

  @Test
  void refusesTheEmptyName() {
    assertThrows(MalformedException.class, () -> KeyName.check(""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a", "example.com/log", "oid/1.3.6.1.4.1.1", "caf\u00e9", "\ud83d\ude00", "-"})
  void acceptsOtherNames(String name) {
    assertDoesNotThrow(() -> KeyName.check(name));
  }
}

package dev.cairn.recorder;

import dev.cairn.audit.v1.Attribute;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Attributes, to be sorted as events have them: by the bytes of their names. */
final class Attributes {
  private static final Comparator<Attribute> BY_NAME =
      Comparator.comparing(
          attribute -> attribute.getNameBytes(),
          com.google.protobuf.ByteString.unsignedLexicographicalComparator());

  private final List<Attribute> all = new ArrayList<>();

  void add(Attribute attribute) {
    all.add(attribute);
  }

  List<Attribute> sorted() {
    return all.stream().sorted(BY_NAME).toList();
  }
}

package dev.cairn.event.filter;

import dev.cairn.audit.v1.OutcomeStatus;
import dev.cairn.audit.v1.Stage;
import java.util.Arrays;
import java.util.List;

/** What the value right of an operator must be. */
@SuppressWarnings("ImmutableEnumChecker") // a list that cannot be changed
enum FieldType {
  TEXT("", List.of()),
  STATUS("OUTCOME_STATUS_", Arrays.stream(OutcomeStatus.values()).map(Enum::name).toList()),
  STAGE("STAGE_", Arrays.stream(Stage.values()).map(Enum::name).toList()),
  INTEGER("", List.of()),
  TIME("", List.of()),
  HEX("", List.of());

  private final String prefix;
  private final List<String> names;

  FieldType(String prefix, List<String> names) {
    this.prefix = prefix;
    this.names =
        names.stream()
            .map(name -> name.startsWith(prefix) ? name.substring(prefix.length()) : name)
            .filter(name -> !name.equals("UNSPECIFIED") && !name.equals("UNRECOGNIZED"))
            .toList();
  }

  /** The names of its values without their prefix, if it is an enum. */
  List<String> names() {
    return names;
  }

  /** A name of an enum's value without the prefix. */
  String shortName(String name) {
    return name.startsWith(prefix) ? name.substring(prefix.length()) : name;
  }
}

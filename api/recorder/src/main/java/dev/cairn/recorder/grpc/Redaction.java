package dev.cairn.recorder.grpc;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Leaves fields out of messages. Immutable. */
final class Redaction {
  private static final String ANY = "*";

  /**
   * A message without them.
   *
   * @param message what is left
   * @param paths those of the rule that named something
   */
  record Redacted(Message message, SortedSet<String> paths) {}

  /** A place in the paths; {@code path} is empty if none ends here. */
  private record Node(String path, Map<String, Node> next) {
    boolean ends() {
      return !path.isEmpty();
    }
  }

  private final Node root;

  private Redaction(Node root) {
    this.root = root;
  }

  /** What leaves out the fields at those of the paths that are about a direction. */
  static Redaction of(String direction, Collection<FieldPath> paths) {
    return new Redaction(
        node(
            "",
            paths.stream()
                .filter(path -> path.isFor(direction))
                .map(path -> new Rest(path.steps(), path.written()))
                .toList()));
  }

  /** What is left to walk of a path. */
  private record Rest(String left, String path) {}

  private static Node node(String path, List<Rest> rests) {
    Map<String, List<Rest>> byStep = new HashMap<>();
    for (Rest rest : rests) {
      int dot = rest.left().indexOf('.');
      String step = dot < 0 ? rest.left() : rest.left().substring(0, dot);
      String left = dot < 0 ? "" : rest.left().substring(dot + 1);
      byStep.computeIfAbsent(step, s -> new ArrayList<>()).add(new Rest(left, rest.path()));
    }
    Map<String, Node> next = new HashMap<>();
    byStep.forEach((step, further) -> next.put(step, next(further)));
    return new Node(path, next);
  }

  private static Node next(List<Rest> further) {
    String ending =
        further.stream().filter(r -> r.left().isEmpty()).map(Rest::path).findFirst().orElse("");
    return node(ending, further.stream().filter(r -> !r.left().isEmpty()).toList());
  }

  Redacted apply(Message message) {
    SortedSet<String> paths = new TreeSet<>();
    if (root.next().isEmpty()) {
      return new Redacted(message, paths);
    }
    return new Redacted(without(message, List.of(root), paths), paths);
  }

  private static Message without(Message message, List<Node> nodes, Set<String> paths) {
    Message.Builder builder = message.toBuilder();
    message
        .getAllFields()
        .forEach(
            (field, value) -> {
              List<Node> here = step(nodes, field.getName(), field.getJsonName());
              if (note(here, paths)) {
                builder.clearField(field);
              } else if (!here.isEmpty()
                  && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
                builder.setField(field, deeper(field, value, here, paths));
              }
            });
    // What is left out may be required.
    return builder.buildPartial();
  }

  private static Object deeper(
      FieldDescriptor field, Object value, List<Node> nodes, Set<String> paths) {
    if (!(value instanceof List<?> elements)) {
      return without((Message) value, nodes, paths);
    }
    List<Object> kept = new ArrayList<>(elements.size());
    for (Object element : elements) {
      if (!field.isMapField()) {
        kept.add(without((Message) element, nodes, paths));
      } else {
        keepEntry((Message) element, nodes, paths, kept);
      }
    }
    return kept;
  }

  private static void keepEntry(
      Message entry, List<Node> nodes, Set<String> paths, List<Object> kept) {
    Descriptor type = entry.getDescriptorForType();
    FieldDescriptor valueField = type.findFieldByNumber(2);
    String key = String.valueOf(entry.getField(type.findFieldByNumber(1)));
    List<Node> here = step(nodes, key, key);
    if (note(here, paths)) {
      return;
    }
    if (!here.isEmpty() && entry.getField(valueField) instanceof Message value) {
      kept.add(withValue(entry, valueField, without(value, here, paths)));
    } else {
      kept.add(entry);
    }
  }

  private static Message withValue(Message entry, FieldDescriptor field, Message value) {
    return entry.toBuilder().setField(field, value).buildPartial();
  }

  private static List<Node> step(List<Node> nodes, String name, String otherName) {
    List<Node> here = new ArrayList<>();
    for (Node node : nodes) {
      for (String step : Set.copyOf(List.of(name, otherName, ANY))) {
        Node next = node.next().get(step);
        if (next != null) {
          here.add(next);
        }
      }
    }
    return here;
  }

  /** Whether a path ends here; those that do are noted. */
  private static boolean note(List<Node> nodes, Set<String> paths) {
    boolean isEnd = false;
    for (Node node : nodes) {
      if (node.ends()) {
        paths.add(node.path());
        isEnd = true;
      }
    }
    return isEnd;
  }

  /** Whether a path names a field, or a key of a map, that messages of the type may have. */
  static boolean names(Descriptor type, String path) {
    Set<Descriptor> types = Set.of(type);
    Set<FieldDescriptor> fields = Set.of();
    for (String step : path.split("\\.", -1)) {
      Set<FieldDescriptor> keyed = maps(fields);
      fields = keyed.isEmpty() ? fields(types, step) : values(keyed, types, step);
      types = new HashSet<>();
      for (FieldDescriptor field : fields) {
        if (!field.isMapField() && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
          types.add(field.getMessageType());
        }
      }
    }
    return !fields.isEmpty();
  }

  private static Set<FieldDescriptor> maps(Set<FieldDescriptor> fields) {
    Set<FieldDescriptor> maps = new HashSet<>(fields);
    maps.removeIf(field -> !field.isMapField());
    return maps;
  }

  private static Set<FieldDescriptor> values(
      Set<FieldDescriptor> maps, Set<Descriptor> types, String step) {
    Set<FieldDescriptor> found = fields(types, step);
    maps.forEach(map -> found.add(map.getMessageType().findFieldByNumber(2)));
    return found;
  }

  private static Set<FieldDescriptor> fields(Set<Descriptor> types, String step) {
    Set<FieldDescriptor> found = new HashSet<>();
    for (Descriptor type : types) {
      for (FieldDescriptor field : type.getFields()) {
        if (step.equals(ANY) || step.equals(field.getName()) || step.equals(field.getJsonName())) {
          found.add(field);
        }
      }
    }
    return found;
  }
}

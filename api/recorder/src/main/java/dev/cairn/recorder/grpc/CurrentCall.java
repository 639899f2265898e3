package dev.cairn.recorder.grpc;

import dev.cairn.audit.v1.Actor;
import dev.cairn.audit.v1.Attribute;
import dev.cairn.audit.v1.Target;
import dev.cairn.recorder.EventText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The call that is being recorded, for what only those further in know: an interceptor that
 * authenticates, a handler. What is said after the call's end is not recorded. Safe for many
 * threads.
 */
public final class CurrentCall {
  /** The most attributes that are kept. */
  public static final int MAX_ATTRIBUTES = 24;

  /** The most targets that are kept. */
  public static final int MAX_TARGETS = 32;

  private static final int MAX_TYPE_BYTES = 64;
  private static final int MAX_ID_BYTES = 255;
  private static final int MAX_TEXT_BYTES = 1_024;
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9._-]{0,63}");

  /** What was said, at one moment. */
  record Said(Optional<Actor> actor, List<Target> targets, Map<String, Attribute> attributes) {}

  private Optional<Actor> actor = Optional.empty();
  private final List<Target> targets = new ArrayList<>();
  private final TreeMap<String, Attribute> attributes = new TreeMap<>();

  CurrentCall() {}

  /** Says who calls, instead of what was resolved; the last word counts. */
  public synchronized void actor(Actor actor) {
    this.actor = Optional.of(actor);
  }

  /**
   * Adds something that the call acts upon; more than 32 are not kept.
   *
   * @throws IllegalArgumentException if the type or the ID is empty
   */
  public synchronized void target(String type, String id) {
    if (type.isEmpty() || id.isEmpty()) {
      throw new IllegalArgumentException("a target needs a type and an ID");
    }
    if (targets.size() < MAX_TARGETS) {
      targets.add(
          Target.newBuilder()
              .setType(EventText.line(type, MAX_TYPE_BYTES))
              .setId(EventText.line(id, MAX_ID_BYTES))
              .build());
    }
  }

  /**
   * Adds an attribute, or changes it; more than 24 are not kept, nor more than 1,024 bytes of one.
   *
   * @throws IllegalArgumentException if the name is none, or begins with "grpc."
   */
  public synchronized void attribute(String name, String text) {
    if (!NAME.matcher(name).matches() || name.startsWith("grpc.")) {
      throw new IllegalArgumentException("not a name of an attribute: \"" + name + "\"");
    }
    if (attributes.size() < MAX_ATTRIBUTES || attributes.containsKey(name)) {
      String kept = EventText.text(text, MAX_TEXT_BYTES);
      attributes.put(name, Attribute.newBuilder().setName(name).setText(kept).build());
    }
  }

  synchronized Said said() {
    return new Said(actor, List.copyOf(targets), Map.copyOf(attributes));
  }
}

package dev.cairn.recorder.grpc;

import dev.cairn.event.EventRules;
import java.time.Duration;
import java.time.InstantSource;
import java.util.regex.Pattern;

/**
 * How the calls of a server become events.
 *
 * @param source the events' source: 1 to 255 bytes of printable ASCII without spaces
 * @param type the events' type: 1 to 255 letters, digits and "._-", not one of Cairn's own
 * @param policy how much of which call is recorded
 * @param actors says who calls
 * @param targets says what a call acts upon
 * @param patience the longest that a call waits for its event where that is required, more than 0
 * @param clock says when a call began and ended
 */
public record CallSettings(
    String source,
    String type,
    CallPolicy policy,
    ActorResolver actors,
    TargetResolver targets,
    Duration patience,
    InstantSource clock) {
  private static final String DEFAULT_TYPE = "grpc.call";
  private static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(5);
  private static final Pattern SOURCE = Pattern.compile("[!-~]{1,255}");
  private static final Pattern TYPE = Pattern.compile("[A-Za-z0-9._-]{1,255}");

  /**
   * @throws IllegalArgumentException if the source, the type or the patience is not as it must be
   */
  public CallSettings {
    if (!SOURCE.matcher(source).matches()) {
      throw new IllegalArgumentException("not a source of events: \"" + source + "\"");
    }
    if (!TYPE.matcher(type).matches() || type.startsWith(EventRules.RESERVED_TYPE_PREFIX)) {
      throw new IllegalArgumentException("not a type of events: \"" + type + "\"");
    }
    if (!patience.isPositive()) {
      throw new IllegalArgumentException("the patience " + patience + " is not above 0");
    }
  }

  /** Events of type {@code grpc.call}, the peer as actor, no targets, a patience of 5 s. */
  public static CallSettings of(String source, CallPolicy policy) {
    return new CallSettings(
        source,
        DEFAULT_TYPE,
        policy,
        ActorResolver.PEER,
        TargetResolver.NONE,
        DEFAULT_PATIENCE,
        InstantSource.system());
  }

  /** The same with another type of events. */
  public CallSettings withType(String type) {
    return new CallSettings(source, type, policy, actors, targets, patience, clock);
  }

  /** The same with another way to tell who calls. */
  public CallSettings withActors(ActorResolver actors) {
    return new CallSettings(source, type, policy, actors, targets, patience, clock);
  }

  /** The same with another way to tell what is acted upon. */
  public CallSettings withTargets(TargetResolver targets) {
    return new CallSettings(source, type, policy, actors, targets, patience, clock);
  }

  /** The same with another patience. */
  public CallSettings withPatience(Duration patience) {
    return new CallSettings(source, type, policy, actors, targets, patience, clock);
  }

  /** The same with another clock. */
  public CallSettings withClock(InstantSource clock) {
    return new CallSettings(source, type, policy, actors, targets, patience, clock);
  }
}

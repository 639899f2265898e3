package dev.cairn.server.tiles;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts refusals for damage, and logs each file once: who asks again does not fill the log. */
final class DamageLog {
  private static final Logger LOG = LoggerFactory.getLogger(DamageLog.class);
  private static final int MAX_LOGGED = 1_000;

  private final String origin;
  private final Set<String> logged = ConcurrentHashMap.newKeySet();
  private final AtomicReference<@Nullable Damage> seen = new AtomicReference<>();

  DamageLog(String origin) {
    this.origin = origin;
  }

  void add(String path, String why) {
    seen.updateAndGet(
        before -> new Damage(before == null ? 1 : before.refusals() + 1, path + ": " + why));
    if (logged.size() < MAX_LOGGED && logged.add(path)) {
      LOG.error("{} of {} is damaged and not served: {}", path, origin, why);
    }
  }

  Optional<Damage> seen() {
    return Optional.ofNullable(seen.get());
  }
}

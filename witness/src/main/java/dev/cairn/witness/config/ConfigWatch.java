package dev.cairn.witness.config;

import dev.cairn.tree.note.VerifierKey;
import dev.cairn.witness.loglist.ListedLog;
import dev.cairn.witness.loglist.LogList;
import dev.cairn.witness.loglist.LogListException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A configuration that is looked after. Safe for several threads. */
public final class ConfigWatch implements AutoCloseable {
  /** How often the files are looked at, unless one has other reasons. */
  public static final Duration INTERVAL = Duration.ofSeconds(3);

  private static final Logger LOG = LoggerFactory.getLogger(ConfigWatch.class);

  private final Path file;
  private final Predicate<String> witnessed;
  private final Map<Path, FileStamp> seen = new HashMap<>();
  private final Map<Path, LogList> goodLists = new HashMap<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("config-watch").factory());
  private volatile Configuration current;
  private Configuration applied;

  private ConfigWatch(Path file, WitnessConfig config, Predicate<String> witnessed) {
    this.file = file;
    this.witnessed = witnessed;
    this.current = new Configuration(config, Map.of());
    this.applied = current;
  }

  /**
   * Reads a configuration with its log lists.
   *
   * @throws ConfigException if any of the files cannot be used
   */
  public static ConfigWatch open(Path file) throws ConfigException {
    return open(file, vkey -> false);
  }

  /**
   * The same for a witness that knows logs already: checking the keys of a long list takes seconds,
   * and those that it knows were checked when they came.
   *
   * @param witnessed whether the witness knows a log with this vkey
   * @throws ConfigException if any of the files cannot be used
   */
  public static ConfigWatch open(Path file, Predicate<String> witnessed) throws ConfigException {
    FileStamp stamp = FileStamp.of(file);
    ConfigWatch watch = new ConfigWatch(file, WitnessConfig.read(file), witnessed);
    synchronized (watch) {
      watch.seen.put(file, stamp);
      for (Path list : watch.current.config().logLists()) {
        watch.seen.put(list, FileStamp.of(list));
        watch.goodLists.put(list, watch.readList(list));
      }
      watch.current = watch.together(watch.current.config());
      watch.applied = watch.current;
    }
    return watch;
  }

  /** The last good configuration. */
  public Configuration current() {
    return current;
  }

  /** Looks at the files again and again, until closed. To be called once. */
  public void start(ConfigListener listener, Duration every) {
    var _ =
        timer.scheduleWithFixedDelay(
            () -> checkAndGoOn(listener), every.toNanos(), every.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** A task that throws is never run again, and then no change would be noticed any more. */
  private void checkAndGoOn(ConfigListener listener) {
    try {
      check(listener);
    } catch (RuntimeException e) {
      LOG.error("A changed configuration could not be applied; it is tried again", e);
    }
  }

  /** Looks at the files once. */
  synchronized void check(ConfigListener listener) {
    WitnessConfig config = current.config();
    boolean changed = false;
    if (isNew(file)) {
      try {
        config = WitnessConfig.read(file);
        changed = true;
      } catch (ConfigException e) {
        listener.failed(e);
      }
    }
    for (Path list : config.logLists()) {
      if (isNew(list)) {
        try {
          goodLists.put(list, readList(list));
          changed = true;
        } catch (ConfigException e) {
          listener.failed(e);
        }
      }
    }
    if (changed) {
      current = together(config);
    }
    if (!applied.equals(current)) {
      listener.changed(applied, current);
      // Not before: what could not be applied, as when the disk is full, is tried again next time.
      applied = current;
    }
  }

  /** Whether a file looks otherwise than when it was last read, be that with or without success. */
  private boolean isNew(Path path) {
    // Before it is read: what is written meanwhile is found the next time.
    FileStamp stamp = FileStamp.of(path);
    return !stamp.equals(seen.put(path, stamp));
  }

  private Configuration together(WitnessConfig config) {
    Map<Path, LogList> lists = new LinkedHashMap<>();
    for (Path path : config.logLists()) {
      LogList list = goodLists.get(path);
      if (list != null) {
        lists.put(path, list);
      }
    }
    return new Configuration(config, lists);
  }

  private LogList readList(Path path) throws ConfigException {
    try {
      return LogList.parse(BoundedFile.read(path, LogList.MAX_BYTES), knownKeys(), witnessed);
    } catch (IOException e) {
      throw BoundedFile.unreadable(path, e);
    } catch (LogListException e) {
      throw new ConfigException(path, e.line(), e.reason());
    }
  }

  private Map<String, VerifierKey> knownKeys() {
    return goodLists.values().stream()
        .flatMap(list -> list.logs().stream())
        .map(ListedLog::key)
        .distinct()
        .collect(Collectors.toMap(VerifierKey::toString, Function.identity()));
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}

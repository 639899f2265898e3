package dev.cairn.recorder.grpc;

import io.grpc.MethodDescriptor;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns of redactions that name nothing, once for each method. Safe for many threads. */
final class NamelessPaths {
  private static final Logger LOGGER = LoggerFactory.getLogger(NamelessPaths.class);

  /** The most methods that are looked at: names may come from the network. */
  private static final int MAX_METHODS = 4_096;

  private final Set<String> seen = ConcurrentHashMap.newKeySet();

  void check(MethodDescriptor<?, ?> method, CallPlan plan) {
    String name = method.getFullMethodName();
    if (plan.lenient().isEmpty()
        || seen.contains(name)
        || seen.size() >= MAX_METHODS
        || !seen.add(name)) {
      return;
    }
    for (FieldPath path : plan.lenient()) {
      if (path.isNameless(method)) {
        LOGGER.warn("The redaction {} names no field of the messages of {}", path.written(), name);
      }
    }
  }
}

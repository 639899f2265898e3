package dev.cairn.server.sim;

import java.lang.reflect.Constructor;
import java.util.concurrent.Executor;

/**
 * Threads whose steps are run by an executor of ours. There is no public way to make them: the JVM
 * needs {@code --add-opens java.base/java.lang=ALL-UNNAMED}, and {@code
 * -Djdk.trackAllThreads=false} to let go of threads that never end.
 */
final class VirtualThreads {
  private static final Constructor<?> BUILDER = builder();

  private VirtualThreads() {}

  private static Constructor<?> builder() {
    try {
      Constructor<?> constructor =
          Class.forName("java.lang.ThreadBuilders$VirtualThreadBuilder")
              .getDeclaredConstructor(Executor.class);
      constructor.setAccessible(true);
      return constructor;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this JDK takes no executor for virtual threads", e);
    }
  }

  static Thread unstarted(Executor steps, String name, Runnable body) {
    try {
      return ((Thread.Builder.OfVirtual) BUILDER.newInstance(steps)).name(name).unstarted(body);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}

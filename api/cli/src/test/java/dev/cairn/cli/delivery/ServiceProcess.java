package dev.cairn.cli.delivery;

import dev.cairn.cli.console.JavaCommand;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@link RecordingService} as a process of its own. */
final class ServiceProcess implements AutoCloseable {
  private final Process process;

  private ServiceProcess(Process process) {
    this.process = process;
  }

  static ServiceProcess start(ServicePlan plan) throws IOException {
    List<String> command = new ArrayList<>(JavaCommand.like(RecordingService.class.getName()));
    command.addAll(plan.toArguments());
    return new ServiceProcess(
        new ProcessBuilder(command)
            .redirectOutput(plan.folder().resolve("out").toFile())
            .redirectError(Redirect.appendTo(plan.folder().resolve("err").toFile()))
            .start());
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** SIGKILL: no hook runs, nothing is flushed. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** SIGTERM: the client is closed. */
  void stop() throws InterruptedException {
    process.destroy();
    awaitEnd();
  }

  /** Waits until it has recorded all, and all has its outcome. */
  void finish() throws InterruptedException {
    int code = awaitEnd();
    if (code != 0) {
      throw new AssertionError("the service ended with exit code " + code);
    }
  }

  private int awaitEnd() throws InterruptedException {
    if (!process.waitFor(120, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("the service did not end within two minutes");
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}

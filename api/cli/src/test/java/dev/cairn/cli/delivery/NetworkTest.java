package dev.cairn.cli.delivery;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A network that cuts, stalls, swallows, and delivers what is sent but not the answer. */
final class NetworkTest {
  private static final Duration DEADLINE = Duration.ofSeconds(1);

  @TempDir Path temp;

  @Test
  void aBadNetworkLosesAndDoublesNothing() throws Exception {
    List<Fault> faults = List.copyOf(EnumSet.complementOf(EnumSet.of(Fault.NONE)));
    Scenario.play(
        temp,
        plan -> plan.withDeadline(DEADLINE),
        scenario -> {
          scenario.log.serve();
          try (DeliveryProxy proxy = DeliveryProxy.start(scenario.log.address(), scenario.seed);
              ServiceProcess service = scenario.live(scenario.plan.through(proxy.address()))) {
            scenario.awaitAcknowledged(1);
            proxy.trouble(faults);
            proxy.cutAll();
            scenario.await(
                "each fault has struck", () -> proxy.struck().keySet().containsAll(faults));
            proxy.calm();
            scenario.awaitAcknowledged(1);
            service.stop();
          }
          scenario.drain("after a bad network");
        });
  }

  /** The connection is dead, and neither end was told: a new one is made. */
  @Test
  void aConnectionThatSwallowsAllIsGivenUp() throws Exception {
    Scenario.play(
        temp,
        plan -> plan.withDeadline(DEADLINE).withEvents(2, 400),
        scenario -> {
          scenario.log.serve();
          try (DeliveryProxy proxy = DeliveryProxy.start(scenario.log.address(), scenario.seed)) {
            proxy.trouble(List.of(Fault.SWALLOW));
            try (ServiceProcess service = scenario.live(scenario.plan.through(proxy.address()))) {
              scenario.await(
                  "the connection swallows all", () -> proxy.struck().containsKey(Fault.SWALLOW));
              proxy.trouble(List.of()); // those after it are good
              service.finish();
            }
          }
          scenario.reconciliation.checkDrainedInOneLife("after a dead connection");
        });
  }
}

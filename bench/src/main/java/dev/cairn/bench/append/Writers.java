package dev.cairn.bench.append;

import com.google.common.net.HostAndPort;
import dev.cairn.bench.load.Load;
import dev.cairn.bench.load.Payload;
import dev.cairn.bench.read.Ledger;
import dev.cairn.bench.read.Readers;
import dev.cairn.tree.note.VerifierKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Those who append, and those who read what they wrote, if there are any. */
record Writers(Load load, Optional<Readers> readers) implements AutoCloseable {
  /**
   * As a plan says.
   *
   * @param key the log's; known if there are readers
   */
  static Writers of(
      AppendPlan plan, LogUnderTest log, HostAndPort server, Optional<VerifierKey> key) {
    if (plan.readers() == 0) {
      return new Writers(log.load(plan), Optional.empty());
    }
    Payload payload = plan.payload();
    Ledger ledger = new Ledger();
    Readers readers = Readers.of(server, key.orElseThrow(), plan.readers(), payload, ledger);
    return new Writers(readers.beside(log.load(plan, payload, ledger)), Optional.of(readers));
  }

  void forget() {
    readers.ifPresent(Readers::forget);
  }

  /** What the readers found, by name. */
  Map<String, Double> figures() {
    Map<String, Double> figures = new LinkedHashMap<>();
    readers.ifPresent(
        found -> {
          figures.put("verified_reads", (double) found.verified());
          figures.put("verified_reads_per_s", found.perSecond());
          figures.put("mismatches", (double) found.mismatches());
        });
    return figures;
  }

  /** Why what was written cannot be trusted; empty if it can. */
  String problem() {
    if (readers.isEmpty()) {
      return "";
    }
    String problem = readers.get().problem();
    return problem.isEmpty() && readers.get().verified() == 0
        ? "the readers verified nothing"
        : problem;
  }

  @Override
  public void close() {
    readers.ifPresent(Readers::close);
  }
}

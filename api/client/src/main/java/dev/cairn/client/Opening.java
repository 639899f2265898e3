package dev.cairn.client;

import dev.cairn.log.v1.GetLogRequest;
import dev.cairn.log.v1.GetLogResponse;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Finds out, at the first call, which log it is and why it is believed; then holds to that. */
final class Opening {
  private final LogAddress address;
  private final Trust trust;
  private final HeadMemory memory;
  private final Calls calls;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable VerifiedLog opened;

  Opening(LogAddress address, Trust trust, HeadMemory memory, Calls calls) {
    this.address = address;
    this.trust = trust;
    this.memory = memory;
    this.calls = calls;
  }

  VerifiedLog log() throws LogException {
    VerifiedLog known = opened;
    if (known != null) {
      return known;
    }
    lock.lock();
    try {
      known = opened;
      if (known == null) {
        TrustedLog trusted = new LogKeys(calls, address).find(trust);
        known = VerifiedLog.open(trusted, calls, trust, memory);
        opened = known;
      }
      return known;
    } finally {
      lock.unlock();
    }
  }

  Duration deadline() {
    return calls.deadline();
  }

  void awaitReachable() throws LogException {
    String origin =
        switch (trust) {
          case Trust.Pinned pinned -> pinned.key().name();
          case Trust.FirstUse _, Trust.ByPolicy _ -> address.origin();
        };
    GetLogRequest request = GetLogRequest.newBuilder().setLog(origin).build();
    try {
      GetLogResponse _ = calls.patient(stub -> stub.getLog(request));
    } catch (RefusedException _) {
      return; // it answers
    }
  }
}

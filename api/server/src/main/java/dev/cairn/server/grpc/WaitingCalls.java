package dev.cairn.server.grpc;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Calls that have more to send and no room for it, in the order in which they came. */
final class WaitingCalls {
  private final Set<WatchedCall<?, ?>> calls = new LinkedHashSet<>(); // guarded by itself

  void add(WatchedCall<?, ?> call) {
    synchronized (calls) {
      calls.add(call);
    }
  }

  void remove(WatchedCall<?, ?> call) {
    synchronized (calls) {
      calls.remove(call);
    }
  }

  /** Tells the first ones that there may be room now; they come again if there is none. */
  void wake(int atMost) {
    List<WatchedCall<?, ?>> woken = new ArrayList<>();
    synchronized (calls) {
      for (WatchedCall<?, ?> call : calls) {
        if (woken.size() == atMost) {
          break;
        }
        woken.add(call);
      }
      woken.forEach(calls::remove);
    }
    woken.forEach(WatchedCall::wake);
  }
}

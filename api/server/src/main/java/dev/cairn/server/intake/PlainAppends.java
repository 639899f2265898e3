package dev.cairn.server.intake;

import com.google.protobuf.ByteString;
import dev.cairn.audit.v1.EventRun;
import dev.cairn.audit.v1.RecordEventRequest;
import dev.cairn.audit.v1.RecordEventsRequest;
import dev.cairn.event.EventRules;
import dev.cairn.event.seal.Seals;
import dev.cairn.log.v1.AckLevel;
import dev.cairn.log.v1.AppendEntriesRequest;
import dev.cairn.log.v1.AppendEntryRequest;
import dev.cairn.log.v1.BatchAppendEntriesRequest;
import dev.cairn.tree.merkle.Hash;
import java.util.List;

/**
 * Sees at a glance that an append breaks no rule of the contract, which is all but always so. What
 * is not plainly valid is not thereby wrong: the contract's own rules decide, and they alone
 * refuse.
 */
final class PlainAppends {
  private static final int MAX_ENTRY_BYTES = 65_535;
  static final int MAX_BATCH_ENTRIES = 4_096;

  /** A string of that many characters has at most 126 bytes of UTF-8, within every rule. */
  private static final int SHORT = 42;

  private static final int MAX_SIGNATURE_BYTES = 64;

  private PlainAppends() {}

  static boolean isValid(AppendEntryRequest request) {
    return isEntry(request.getEntry())
        && isCommon(request.getLog(), request.getIdempotencyKey(), request.getAck());
  }

  static boolean isValid(AppendEntriesRequest request) {
    return isEntry(request.getEntry())
        && isCommon(request.getLog(), request.getIdempotencyKey(), request.getAck());
  }

  static boolean isValid(BatchAppendEntriesRequest request) {
    List<ByteString> entries = request.getEntriesList();
    if (entries.isEmpty() || entries.size() > MAX_BATCH_ENTRIES) {
      return false;
    }
    for (ByteString entry : entries) {
      if (!isEntry(entry)) {
        return false;
      }
    }
    return isCommon(request.getLog(), request.getIdempotencyKey(), request.getAck());
  }

  /** An event in it is held to its rules later, like those in runs. */
  static boolean isValid(RecordEventRequest request) {
    return request.hasEvent()
        && request.getLog().length() <= SHORT
        && request.getAck() != AckLevel.UNRECOGNIZED;
  }

  static boolean isValid(RecordEventsRequest request) {
    EventRun run = request.getRun();
    if (run.getEventsCount() < 1
        || run.getEventsCount() > Seals.MAX_RUN
        || run.getFirstSequence() < 0
        || run.getPreviousHash().size() > Hash.BYTES
        || run.getSignature().size() > MAX_SIGNATURE_BYTES
        || !isPlainName(run.getProducer())) {
      return false;
    }
    for (ByteString event : run.getEventsList()) {
      if (event.size() > EventRules.MAX_EVENT_BYTES) {
        return false;
      }
    }
    return request.getLog().length() <= SHORT && request.getAck() != AckLevel.UNRECOGNIZED;
  }

  private static boolean isPlainName(String name) {
    return name.length() <= SHORT && name.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '+');
  }

  private static boolean isEntry(ByteString entry) {
    return !entry.isEmpty() && entry.size() <= MAX_ENTRY_BYTES;
  }

  private static boolean isCommon(String log, String key, AckLevel ack) {
    return log.length() <= SHORT && key.length() <= SHORT && ack != AckLevel.UNRECOGNIZED;
  }
}

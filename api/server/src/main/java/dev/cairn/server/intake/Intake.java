package dev.cairn.server.intake;

import build.buf.protovalidate.ValidationResult;
import build.buf.protovalidate.Validator;
import build.buf.protovalidate.ValidatorFactory;
import build.buf.protovalidate.exceptions.CompilationException;
import build.buf.protovalidate.exceptions.ValidationException;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Message;
import dev.cairn.audit.v1.AuditProto;
import dev.cairn.audit.v1.EventProto;
import dev.cairn.audit.v1.EventRun;
import dev.cairn.audit.v1.RecordEventRequest;
import dev.cairn.audit.v1.RecordEventsRequest;
import dev.cairn.event.seal.Seals;
import dev.cairn.log.v1.AckLevel;
import dev.cairn.log.v1.AppendEntriesRequest;
import dev.cairn.log.v1.AppendEntryRequest;
import dev.cairn.log.v1.BatchAppendEntriesRequest;
import dev.cairn.log.v1.BatchGetInclusionProofsRequest;
import dev.cairn.log.v1.CheckpointLevel;
import dev.cairn.log.v1.LogProto;
import dev.cairn.server.log.HostedLog;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Checks requests against the rules of the contract and finds the log that they name. */
public final class Intake {
  private static final int MAX_INDEXES = 1_024;

  /** Fits the headers of a response, which is where violations go. */
  private static final int MAX_VIOLATIONS = 16;

  private final Validator validator;
  private final Map<String, HostedLog> logs;

  /** Takes requests for these logs. */
  public Intake(List<HostedLog> logs) {
    this.logs = new LinkedHashMap<>();
    logs.forEach(log -> this.logs.put(log.origin(), log));
    List<Descriptor> messages = new ArrayList<>(LogProto.getDescriptor().getMessageTypes());
    messages.addAll(EventProto.getDescriptor().getMessageTypes());
    messages.addAll(AuditProto.getDescriptor().getMessageTypes());
    try {
      this.validator = ValidatorFactory.newBuilder().buildWithDescriptors(messages, true);
    } catch (CompilationException e) {
      throw new IllegalStateException("the contract's rules do not compile", e);
    }
  }

  /**
   * Checks a request and returns the log that it names.
   *
   * @throws RefusedException if a rule is broken or there is no such log
   */
  public HostedLog check(Message request, String origin) {
    validate(request);
    return log(origin);
  }

  /**
   * Checks a request.
   *
   * @throws RefusedException if a rule is broken
   */
  public void validate(Message request) {
    requireFew(request);
    if (!isPlainlyValid(request)) {
      applyRules(request);
    }
    switch (request) {
      case AppendEntryRequest append ->
          EventsApart.check(List.of(append.getEntry()), append.getIdempotencyKey());
      case AppendEntriesRequest append ->
          EventsApart.check(List.of(append.getEntry()), append.getIdempotencyKey());
      case BatchAppendEntriesRequest append ->
          EventsApart.check(append.getEntriesList(), append.getIdempotencyKey());
      default -> {}
    }
  }

  /** The rules look at every element of a list, also of one that is too long. */
  private static void requireFew(Message request) {
    switch (request) {
      case BatchAppendEntriesRequest batch ->
          requireFew("entries", batch.getEntriesCount(), PlainAppends.MAX_BATCH_ENTRIES);
      case BatchGetInclusionProofsRequest batch ->
          requireFew("indexes", batch.getIndexesCount(), MAX_INDEXES);
      case RecordEventsRequest record -> requireFew(record.getRun());
      case RecordEventRequest record -> requireFew(record.getRun());
      default -> {}
    }
  }

  private static void requireFew(EventRun run) {
    requireFew("run.events", run.getEventsCount(), Seals.MAX_RUN);
  }

  private static void requireFew(String field, int count, int most) {
    if (count > most) {
      throw invalid(field, "has %,d elements; at most %,d are taken".formatted(count, most));
    }
  }

  private static boolean isPlainlyValid(Message request) {
    return switch (request) {
      case AppendEntryRequest append -> PlainAppends.isValid(append);
      case AppendEntriesRequest append -> PlainAppends.isValid(append);
      case BatchAppendEntriesRequest append -> PlainAppends.isValid(append);
      case RecordEventRequest record -> PlainAppends.isValid(record);
      case RecordEventsRequest record -> PlainAppends.isValid(record);
      default -> false;
    };
  }

  /** Checks a request against all rules of the contract. */
  void applyRules(Message request) {
    ValidationResult result;
    try {
      result = validator.validate(request);
    } catch (ValidationException e) {
      throw new IllegalStateException("the contract's rules cannot be evaluated", e);
    }
    if (!result.isSuccess()) {
      throw new RefusedException(
          new Refusal.InvalidRequest(
              result.getViolations().stream()
                  .limit(MAX_VIOLATIONS)
                  .map(Violations::field)
                  .toList()));
    }
  }

  /**
   * The log of an origin; the only one, if the origin is empty.
   *
   * @throws RefusedException if there is no such log
   */
  public HostedLog log(String origin) {
    if (origin.isEmpty() && logs.size() == 1) {
      return logs.values().iterator().next();
    }
    HostedLog log = logs.get(origin);
    if (log == null) {
      throw new RefusedException(
          new Refusal.LogNotFound(
              origin.isEmpty()
                  ? "this server has " + logs.size() + " logs; name one of them"
                  : "this server has no log of origin \"" + origin + "\""));
    }
    return log;
  }

  /**
   * The level that a caller waits for.
   *
   * @throws RefusedException if the log cannot give it
   */
  public static AckLevel level(HostedLog log, AckLevel asked) {
    return switch (asked) {
      case ACK_LEVEL_UNSPECIFIED, ACK_LEVEL_SIGNED -> AckLevel.ACK_LEVEL_SIGNED;
      case ACK_LEVEL_DURABLE -> AckLevel.ACK_LEVEL_DURABLE;
      case ACK_LEVEL_WITNESSED -> {
        if (log.witnessed().isEmpty()) {
          throw invalid("ack", "this log has no witness policy; ask for SIGNED or DURABLE");
        }
        yield AckLevel.ACK_LEVEL_WITNESSED;
      }
      case UNRECOGNIZED -> throw invalid("ack", "unknown level");
    };
  }

  /**
   * Whether checkpoints must carry the quorum's cosignatures.
   *
   * @throws RefusedException if the log has no witnesses
   */
  public static boolean isWitnessed(HostedLog log, CheckpointLevel asked) {
    return switch (asked) {
      case CHECKPOINT_LEVEL_UNSPECIFIED, CHECKPOINT_LEVEL_SIGNED -> false;
      case CHECKPOINT_LEVEL_WITNESSED -> {
        if (log.witnessed().isEmpty()) {
          throw invalid("level", "this log has no witness policy; ask for SIGNED");
        }
        yield true;
      }
      case UNRECOGNIZED -> throw invalid("level", "unknown level");
    };
  }

  /** A refusal of one field. */
  public static RefusedException invalid(String field, String description) {
    return new RefusedException(
        new Refusal.InvalidRequest(List.of(new Refusal.FieldViolation(field, description))));
  }
}

package dev.cairn.client;

import io.grpc.Status;
import java.io.Serial;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The server answered, and the answer is no. */
public final class RefusedException extends LogException {
  @Serial private static final long serialVersionUID = 1L;

  private final Status.Code code;
  private final String reason;
  private final transient Map<String, String> metadata;
  private final transient List<FieldViolation> violations;
  private final transient @Nullable Duration retryDelay;

  RefusedException(String message, StatusDetails details, Throwable cause) {
    super(message, cause);
    this.code = details.code();
    this.reason = details.reason();
    this.metadata = details.metadata();
    this.violations = details.violations();
    this.retryDelay = details.retryDelay().orElse(null);
  }

  /**
   * A field of the request that breaks a rule.
   *
   * @param field path of the field in the request, such as {@code entries[3]}
   * @param description the rule, for a person
   */
  public record FieldViolation(String field, String description) {}

  /** The status code of the answer. */
  public Status.Code code() {
    return code;
  }

  /**
   * The reason of the server's ErrorInfo in UPPER_SNAKE, as listed in the contract; empty if the
   * server gave none.
   */
  public String reason() {
    return reason;
  }

  /** More about the reason, such as {@code tree_size}; by the names of the contract. */
  public Map<String, String> metadata() {
    return metadata;
  }

  /** The fields that were at fault; none where no field was. */
  public List<FieldViolation> violations() {
    return violations;
  }

  /** How long to wait before the same request may succeed; empty where waiting does not help. */
  public Optional<Duration> retryDelay() {
    return Optional.ofNullable(retryDelay);
  }
}

package dev.cairn.bench.witness;

import dev.cairn.bench.load.Conversation;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.note.NoteSignature;
import dev.cairn.tree.note.VerifierKey;
import io.grpc.Status;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.stream.IntStream;

/** The requests of some of the logs, in turn. */
final class LogConversation implements Conversation {
  /** Of so many answers one has its signature verified, after the clock has stopped. */
  static final int SAMPLE = 64;

  private static final int OK = 200;
  // Of 4 bytes in base64, only so many characters do not depend on what follows.
  private static final int KEY_ID_CHARACTERS = 5;

  private final GrowingLogs logs;
  private final int[] mine;
  private final int[] steps;
  private final VerifierKey witness;
  private final byte[] expected;
  private final Queue<Request> ready = new ArrayDeque<>();
  private final List<Sampled> sampled = new ArrayList<>();
  private Request asked = new Request(-1, -1, new byte[0]);
  private long prepared;
  private long answers;

  @SuppressWarnings("ArrayRecordComponent") // only carries the parts from making to sending
  private record Request(int log, int step, byte[] body) {}

  @SuppressWarnings("ArrayRecordComponent") // only carries the parts to the verification
  private record Sampled(Request request, byte[] answer) {}

  private LogConversation(GrowingLogs logs, int[] mine, VerifierKey witness) {
    this.logs = logs;
    this.mine = mine;
    this.steps = new int[mine.length];
    this.witness = witness;
    byte[] keyId = ByteBuffer.allocate(Integer.BYTES).putInt(witness.keyId()).array();
    String line =
        "\u2014 %s %s"
            .formatted(
                witness.name(),
                Base64.getEncoder().encodeToString(keyId).substring(0, KEY_ID_CHARACTERS));
    this.expected = line.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Divides the logs among conversations.
   *
   * @param witness is to answer
   * @param concurrency how many; no more than there are logs
   */
  static List<LogConversation> of(GrowingLogs logs, VerifierKey witness, int concurrency) {
    int count = Math.min(concurrency, logs.count());
    return IntStream.range(0, count)
        .mapToObj(
            first ->
                new LogConversation(
                    logs,
                    IntStream.range(0, logs.count()).filter(log -> log % count == first).toArray(),
                    witness))
        .toList();
  }

  /** The number of logs. */
  int logCount() {
    return mine.length;
  }

  /** Makes requests until so many are ready. */
  void prepare(int count) {
    while (ready.size() < count) {
      int next = (int) (prepared % mine.length);
      int log = mine[next];
      int step = steps[next]++;
      ready.add(new Request(log, step, logs.request(log, step)));
      prepared++;
    }
  }

  @Override
  public Optional<byte[]> next() {
    Request request = ready.poll();
    if (request == null) {
      return Optional.empty();
    }
    asked = request;
    return Optional.of(request.body());
  }

  @Override
  public Status answered(int code, byte[] body) {
    if (code != OK) {
      return Status.UNKNOWN.withDescription(
          "HTTP %d: %s".formatted(code, new String(body, StandardCharsets.UTF_8).strip()));
    }
    if (body.length < expected.length
        || !Arrays.equals(body, 0, expected.length, expected, 0, expected.length)) {
      return Status.DATA_LOSS.withDescription("the answer is not a line by the witness");
    }
    if (answers++ % SAMPLE == 0) {
      sampled.add(new Sampled(asked, body));
    }
    return Status.OK;
  }

  /**
   * Verifies the sampled cosignatures, and forgets them.
   *
   * @return how many there were
   * @throws VerificationException if one is wrong
   */
  int verifySampled() throws VerificationException {
    for (Sampled sample : sampled) {
      verify(sample);
    }
    int count = sampled.size();
    sampled.clear();
    return count;
  }

  private void verify(Sampled sample) throws VerificationException {
    try {
      String line = new String(sample.answer(), StandardCharsets.UTF_8).strip();
      Request request = sample.request();
      if (logs.checkpoint(request.log(), request.step())
          .with(List.of(NoteSignature.parse(line)))
          .cosignedAt(witness)
          .isEmpty()) {
        throw new VerificationException("the answer has no line by the witness");
      }
    } catch (MalformedException e) {
      throw new VerificationException(
          "the answer is not one line of a signature: " + e.getMessage());
    }
  }
}

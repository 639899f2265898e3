package dev.cairn.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import dev.cairn.tree.checkpoint.Checkpoint;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.Prover;
import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.SigningKey;
import dev.cairn.tree.note.VerifierKey;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** A log on a socket of this machine, which can be told to lie, to fail and to keep silent. */
public final class TestLog implements AutoCloseable {
  /** The log's name. */
  public static final String ORIGIN = "log.example/test";

  /** A deadline that a log on this machine meets, and that a test can wait for. */
  public static final Duration DEADLINE = Duration.ofSeconds(5);

  private final SigningKey key;
  private final TestLogService service;
  private final Server server;
  private final AtomicInteger calls = new AtomicInteger();
  private int servedFirst;
  private int refusals;
  private volatile Status refusal = Status.UNAVAILABLE;
  private volatile boolean silent;

  private TestLog(SigningKey key, TestTree tree, int port) {
    this.key = key;
    this.service = new TestLogService(key, tree);
    this.server = listen(port);
  }

  /** A port that was just given up may be taken for a moment longer. */
  private Server listen(int port) {
    IOException last = new IOException("not tried");
    for (int attempt = 0; attempt < 50; attempt++) {
      try {
        return NettyServerBuilder.forAddress(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
            .addService(service)
            .addService(new TestAuditService(service, key))
            .intercept(new Failures())
            .build()
            .start();
      } catch (IOException e) {
        last = e;
        LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
      }
    }
    throw new IllegalStateException("no socket for a test", last);
  }

  /** A key of the test log's name. */
  public static SigningKey newKey() {
    return SigningKey.generate(ORIGIN, KeyType.ED25519);
  }

  /** A log with these entries and a key of its own. */
  public static TestLog start(String... entries) {
    return start(newKey(), entries);
  }

  /** A log with these entries and that key. */
  public static TestLog start(SigningKey key, String... entries) {
    return start(key, 0, entries);
  }

  /** A log at that port; 0 for any. */
  public static TestLog start(SigningKey key, int port, String... entries) {
    return new TestLog(key, TestTree.of(bytes(entries)), port);
  }

  /** A log with the same key at that port, with these entries. */
  public TestLog restart(int port, String... entries) {
    return start(key, port, entries);
  }

  /** The texts in UTF-8. */
  public static List<byte[]> bytes(String... texts) {
    List<byte[]> bytes = new ArrayList<>();
    for (String text : texts) {
      bytes.add(text.getBytes(UTF_8));
    }
    return bytes;
  }

  /** Texts {@code entry 0}, {@code entry 1}, and so on. */
  public static String[] numbered(int count) {
    String[] entries = new String[count];
    for (int i = 0; i < count; i++) {
      entries[i] = "entry " + i;
    }
    return entries;
  }

  /** Where it listens. */
  public LogAddress address() {
    return new LogAddress("127.0.0.1:" + port(), "");
  }

  /** The port it listens at. */
  public int port() {
    return server.getPort();
  }

  /** The key that verifies it. */
  public VerifierKey vkey() {
    return key.verifierKey();
  }

  /** A configuration for this log with its key pinned. */
  public ClientConfig config(HeadMemory memory) {
    return ClientConfig.of(address(), new Trust.Pinned(vkey()))
        .withMemory(memory)
        .withDeadline(DEADLINE);
  }

  /** A client with this log's key pinned. */
  public LogClient client(HeadMemory memory) {
    return LogClient.open(config(memory));
  }

  /** What it says instead of the truth. */
  public Lies lies() {
    return service.lies;
  }

  /** From now on all checkpoints that it publishes are cosigned by three witnesses. */
  public TestWitnesses witnessed() {
    TestWitnesses witnesses = new TestWitnesses(vkey());
    service.witnessedBy(witnesses);
    return witnesses;
  }

  /** Whether the witnesses' quorum fails to come in time. */
  public void setQuorumLate(boolean isLate) {
    synchronized (service) {
      service.quorumIsLate = isLate;
    }
  }

  /** Adds entries without a checkpoint. */
  public void append(String... entries) {
    bytes(entries).forEach(service::append);
  }

  /** Adds entries and publishes a checkpoint that covers them. */
  public void publish(String... entries) {
    append(entries);
    ByteString _ = service.publish();
  }

  /** Adds entries and publishes a checkpoint that covers them. */
  public void publish(List<byte[]> entries) {
    entries.forEach(service::append);
    ByteString _ = service.publish();
  }

  /** From now on the log has only these entries, and always had. */
  public void become(String... entries) {
    service.become(TestTree.of(bytes(entries)));
  }

  /** The key that it signs with. */
  public SigningKey signer() {
    return key;
  }

  /** The leaf hash of an entry. */
  Hash leaf(long index) {
    return service.tree().leaf(index);
  }

  /** Makes proofs of its tree. */
  Prover prover() {
    return service.tree().prover();
  }

  /** The number of entries. */
  public long size() {
    return service.tree().size();
  }

  /** The head of the log's first entries. */
  public TreeHead head(long size) {
    return service.tree().prover().head(size);
  }

  /** A checkpoint over the first entries, signed anew. */
  public ByteString checkpoint(long size) {
    return checkpoint(key, head(size));
  }

  /** A checkpoint by any key, under that key's name. */
  public static ByteString checkpoint(SigningKey key, TreeHead head) {
    Checkpoint checkpoint = new Checkpoint(key.verifierKey().name(), head);
    return ByteString.copyFrom(SignedCheckpoint.sign(checkpoint, key).toBytes());
  }

  /** The next calls fail, whatever they are, before the log sees them. */
  public void refuse(int calls, Status status) {
    refuseAfter(0, calls, status);
  }

  /** As {@link #refuse}, but some calls are served first. */
  public synchronized void refuseAfter(int served, int calls, Status status) {
    servedFirst = served;
    refusal = status;
    refusals = calls;
  }

  private synchronized boolean isRefused() {
    return --servedFirst < 0 && --refusals >= 0;
  }

  /** The next unary appends are appended, and then answered with UNAVAILABLE. */
  public void loseAnswers(int appends) {
    synchronized (service) {
      service.unavailableAfterAppend = appends;
    }
  }

  /** From now on no call is answered. */
  public void beSilent() {
    silent = true;
  }

  /** Calls received so far. */
  public int calls() {
    return calls.get();
  }

  @Override
  public void close() {
    server.shutdownNow();
    try {
      server.awaitTermination();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private final class Failures implements ServerInterceptor {
    @Override
    public <Q, T> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, T> call, Metadata headers, ServerCallHandler<Q, T> next) {
      calls.incrementAndGet();
      if (silent) {
        return new ServerCall.Listener<>() {};
      }
      if (isRefused()) {
        call.close(refusal, new Metadata());
        return new ServerCall.Listener<>() {};
      }
      return next.startCall(call, headers);
    }
  }
}

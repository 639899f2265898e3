package dev.cairn.server.witness;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.cairn.tree.checkpoint.Cosignature;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.ProofVerifier;
import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.SigningKey;
import dev.cairn.tree.note.VerifierKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A witness over a real socket that keeps to the rules, until it is told to misbehave. */
public final class TestWitness implements AutoCloseable {
  /** How a witness behaves. */
  public enum Manner {
    /** By the rules. */
    PLAIN,
    /** Takes the request, and says nothing until it is closed. */
    SILENT,
    /** Answers with one byte, and then nothing more. */
    DRIPPING,
    /** Signs with another key under its name. */
    FORGING,
    /** Signs for an hour from now. */
    AHEAD_OF_TIME,
    /** Says that it knows a huge size. */
    BOASTING,
    /** Says that it knows a size that is one larger than that of each head it is sent. */
    OVERTAKING,
    /** Says that there is a conflict, and not of which size. */
    CONFLICTING,
    /** Says that it does not trust the log. */
    FORBIDDING,
    /** Fails. */
    BROKEN
  }

  private final SigningKey key;
  private final SigningKey otherKey;
  private final VerifierKey log;
  private final HttpServer http;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicInteger requests = new AtomicInteger();
  private TreeHead known = TreeHead.EMPTY;
  private Optional<SignedCheckpoint> shown = Optional.empty();
  private volatile Manner manner = Manner.PLAIN;

  public TestWitness(String name, VerifierKey log) throws IOException {
    this.key = SigningKey.generate(name, KeyType.ED25519_COSIGNATURE);
    this.otherKey = SigningKey.generate(name, KeyType.ED25519_COSIGNATURE);
    this.log = log;
    this.http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
    http.setExecutor(threads);
    http.createContext("/add-checkpoint", this::add);
    http.createContext("/", this::checkpoint);
    http.start();
  }

  /** Its line in a policy. */
  public String policyLine() {
    return "witness %s %s http://127.0.0.1:%d"
        .formatted(key.verifierKey().name(), key.verifierKey(), http.getAddress().getPort());
  }

  public VerifierKey key() {
    return key.verifierKey();
  }

  public TestWitness behave(Manner next) {
    manner = next;
    return this;
  }

  /** How many add-checkpoint requests have come. */
  public int requests() {
    return requests.get();
  }

  public synchronized TreeHead known() {
    return known;
  }

  /** Remembers a checkpoint as if it had cosigned it. */
  public synchronized void remember(SignedCheckpoint checkpoint) {
    known = checkpoint.head();
    shown = Optional.of(checkpoint);
  }

  private void add(HttpExchange exchange) throws IOException {
    String request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    requests.incrementAndGet();
    switch (manner) {
      case PLAIN -> decide(exchange, request, key, Instant.now().getEpochSecond());
      case FORGING -> decide(exchange, request, otherKey, Instant.now().getEpochSecond());
      case AHEAD_OF_TIME -> decide(exchange, request, key, Instant.now().getEpochSecond() + 3_600);
      case BOASTING -> answer(exchange, 409, "123456789\n");
      case OVERTAKING -> answer(exchange, 409, sizeOf(request) + 1 + "\n");
      case CONFLICTING -> answer(exchange, 409, "roots do not match\n");
      case FORBIDDING -> answer(exchange, 403, "not my log\n");
      case BROKEN -> answer(exchange, 500, "out of order\n");
      case SILENT -> awaitClose();
      case DRIPPING -> {
        exchange.sendResponseHeaders(200, 1_000);
        exchange.getResponseBody().write('x');
        exchange.getResponseBody().flush();
        awaitClose();
      }
    }
  }

  private static long sizeOf(String request) {
    return Long.parseLong(request.split("\n\n", 2)[1].split("\n", 3)[1]);
  }

  private void awaitClose() {
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void decide(
      HttpExchange exchange, String request, SigningKey signer, long time) throws IOException {
    String[] parts = request.split("\n\n", 2);
    String[] head = parts[0].split("\n", 65);
    long old = Long.parseLong(head[0].substring("old ".length()));
    try {
      SignedCheckpoint checkpoint =
          SignedCheckpoint.open(parts[1].getBytes(StandardCharsets.UTF_8), log);
      if (old != known.size()) {
        answer(exchange, 409, known.size() + "\n");
        return;
      }
      List<Hash> proof =
          List.of(head).subList(1, head.length).stream().map(TestWitness::hash).toList();
      ProofVerifier.consistency(known, checkpoint.head(), proof);
      known = checkpoint.head();
      var line = Cosignature.sign(checkpoint, signer, time);
      shown = Optional.of(checkpoint.with(List.of(line)));
      answer(exchange, 200, line + "\n");
    } catch (dev.cairn.tree.MalformedException e) {
      answer(exchange, 400, e.getMessage() + "\n");
    } catch (dev.cairn.tree.VerificationException e) {
      answer(exchange, 422, e.getMessage() + "\n");
    }
  }

  private static Hash hash(String line) {
    try {
      return Hash.parseBase64(line);
    } catch (dev.cairn.tree.MalformedException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private synchronized void checkpoint(HttpExchange exchange) throws IOException {
    if (shown.isEmpty() || !exchange.getRequestURI().getPath().endsWith("/checkpoint")) {
      answer(exchange, 404, "nothing here\n");
    } else {
      answer(exchange, 200, shown.get().toString());
    }
  }

  private static void answer(HttpExchange exchange, int status, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    closed.countDown();
    http.stop(0);
    threads.shutdownNow();
  }
}

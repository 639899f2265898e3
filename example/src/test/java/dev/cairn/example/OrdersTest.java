package dev.cairn.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.audit.v1.AuditServiceGrpc;
import dev.cairn.audit.v1.FoundEvent;
import dev.cairn.audit.v1.LoggedEvent;
import dev.cairn.audit.v1.SearchEventsRequest;
import dev.cairn.audit.v1.SearchOrder;
import dev.cairn.client.ClientConfig;
import dev.cairn.client.LogAddress;
import dev.cairn.client.LogClient;
import dev.cairn.client.Trust;
import dev.cairn.server.Server;
import dev.cairn.server.ServerSettings;
import dev.cairn.server.folder.DataFolder;
import dev.cairn.server.log.HostedLog;
import dev.cairn.server.log.LogSettings;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.TreeHasher;
import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.SigningKey;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the example's calls leave in a real log: found by searching, and proved. */
final class OrdersTest {
  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private static final String MAGIC = "cairn.audit/v1\n";

  @TempDir Path folder;

  private final SigningKey logKey = SigningKey.generate("example.com/log", KeyType.ED25519);
  private final SigningKey ordersKey = SigningKey.generate("example.com/orders", KeyType.ED25519);
  private Optional<Server> log = Optional.empty();

  @BeforeEach
  void startLog() throws Exception {
    DataFolder.create(folder.resolve("log"), logKey, new char[0]);
    ExecutorService readers = Executors.newFixedThreadPool(2);
    HostedLog hosted =
        HostedLog.open(
            DataFolder.open(folder.resolve("log")), new char[0], LogSettings.DEFAULT, readers);
    ServerSettings settings =
        new ServerSettings(
            ANY_PORT, Optional.empty(), Optional.empty(), 1 << 20, 64, 1_024, 2, Duration.ZERO);
    log = Optional.of(Server.start(settings, List.of(hosted), readers));
  }

  @AfterEach
  void stopLog() {
    log.ifPresent(Server::close);
  }

  @Test
  void whatAShopperDoesIsFoundAndProved() throws Exception {
    try (OrdersServer orders =
        OrdersServer.start(ANY_PORT, logConfig(), folder.resolve("outbox"), ordersKey)) {
      shop(orders.port());
    }
    // What nobody waited for was on its way; the close has delivered it.
    try (LogClient client = LogClient.open(logConfig())) {
      List<FoundEvent> found = search(client);
      assertCalls(found);
      for (FoundEvent event : found) {
        // What the server says it found counts for nothing until the log's signed head covers it.
        LoggedEvent entry = LoggedEvent.parseFrom(event.getEntry().substring(MAGIC.length()));
        assertEquals(event.getEvent(), AuditEvent.parseFrom(entry.getEvent()));
        assertEquals("example.com/orders", entry.getLink().getProducer());
        Hash leaf = client.get(event.getIndex()).leafHash();
        assertEquals(new TreeHasher().leaf(event.getEntry().toByteArray()), leaf);
        var _ = client.prove(event.getIndex()).verify(leaf, logKey.verifierKey());
      }
    }
  }

  private static void shop(int port) {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
    try {
      ShopperMain.shop(channel);
    } finally {
      channel.shutdownNow();
    }
  }

  /** Four events of calls and what the first call did, besides the one that names the key. */
  private static void assertCalls(List<FoundEvent> found) {
    AuditEvent placed = named("place", found).getFirst();
    AuditEvent call = named("PlaceOrder", found).getFirst();
    List<AuditEvent> cancellations = named("CancelOrder", found);
    assertEquals("alice", placed.getActor().getId());
    assertEquals(placed.getContext(), call.getContext(), "one happened within the other");
    assertTrue(call.toString().contains("lamp"));
    assertFalse(found.toString().contains("4111"), "no card's number is in the log");
    assertEquals(
        List.of("OK", "NOT_FOUND"),
        cancellations.stream().map(event -> event.getOutcome().getCode()).toList());
    assertEquals(placed.getTargetsList(), cancellations.getFirst().getTargetsList());
  }

  private static List<AuditEvent> named(String action, List<FoundEvent> found) {
    return found.stream()
        .map(FoundEvent::getEvent)
        .filter(event -> event.getAction().equals(action))
        .toList();
  }

  private static List<FoundEvent> search(LogClient client) throws Exception {
    long size = client.checkpoint().head().size();
    return AuditServiceGrpc.newBlockingStub(client.channel())
        .searchEvents(
            SearchEventsRequest.newBuilder()
                .setFilter("source = \"/orders\"")
                .setOrder(SearchOrder.SEARCH_ORDER_OLDEST_FIRST)
                .setMinSize(size)
                .build())
        .getEventsList();
  }

  private ClientConfig logConfig() {
    return ClientConfig.of(
        new LogAddress("127.0.0.1:" + log.orElseThrow().port(), ""),
        new Trust.Pinned(logKey.verifierKey()));
  }
}

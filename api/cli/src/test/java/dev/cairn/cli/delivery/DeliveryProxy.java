package dev.cairn.cli.delivery;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A network between a service and its log, on loopback, which fails as it is told: each connection
 * gets the next fault of a list. When a fault strikes is decided by a seed.
 */
final class DeliveryProxy implements AutoCloseable {
  private static final int MAX_CONNECTIONS = 10_000;

  private final ServerSocket listener;
  private final InetSocketAddress log;
  private final Random random;
  private final Set<ProxiedConnection> open = ConcurrentHashMap.newKeySet();
  private final Thread thread;

  // Guarded by this.
  private final Deque<Fault> next = new ArrayDeque<>();
  private final Map<Fault, Integer> struck = new EnumMap<>(Fault.class);

  private DeliveryProxy(ServerSocket listener, InetSocketAddress log, long seed) {
    this.listener = listener;
    this.log = log;
    this.random = new Random(seed);
    this.thread = Thread.ofPlatform().name("proxy").daemon().unstarted(this::accept);
  }

  /**
   * Starts one that does no harm yet.
   *
   * @param log the log's address, as HOST:PORT
   */
  static DeliveryProxy start(String log, long seed) throws IOException {
    ServerSocket listener = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
    int colon = log.lastIndexOf(':');
    InetSocketAddress address =
        new InetSocketAddress(
            InetAddress.getLoopbackAddress(), Integer.parseInt(log.substring(colon + 1)));
    DeliveryProxy proxy = new DeliveryProxy(listener, address, seed);
    proxy.thread.start();
    return proxy;
  }

  /** Where the service finds the log. */
  String address() {
    return "127.0.0.1:" + listener.getLocalPort();
  }

  /** The connections from now on get these faults, one each, again and again. */
  synchronized void trouble(List<Fault> faults) {
    next.clear();
    next.addAll(faults);
  }

  /** The connections from now on get no fault; those that have one are cut. */
  void calm() {
    trouble(List.of());
    new ArrayList<>(open)
        .stream()
            .filter(connection -> connection.fault() != Fault.NONE)
            .forEach(ProxiedConnection::close);
  }

  /** Cuts all connections. */
  void cutAll() {
    new ArrayList<>(open).forEach(ProxiedConnection::close);
  }

  /** How often each fault has struck. */
  synchronized Map<Fault, Integer> struck() {
    return new EnumMap<>(struck);
  }

  private synchronized void strike(Fault fault) {
    struck.merge(fault, 1, Integer::sum);
  }

  private synchronized Fault nextFault() {
    Fault fault = next.isEmpty() ? Fault.NONE : next.remove();
    if (fault != Fault.NONE) {
      next.add(fault);
    }
    return fault;
  }

  private void accept() {
    for (int i = 0; i < MAX_CONNECTIONS && !listener.isClosed(); i++) {
      try {
        Socket client = listener.accept();
        connect(client);
      } catch (IOException _) {
        // The log is away, or the proxy is closed: the client sees its connection end.
      }
    }
  }

  private void connect(Socket client) throws IOException {
    Socket server = new Socket();
    try {
      server.connect(log, 1_000);
    } catch (IOException e) {
      client.close();
      throw e;
    }
    ProxiedConnection connection =
        new ProxiedConnection(client, server, nextFault(), random.nextLong(), this::strike);
    open.add(connection);
    connection.start(() -> open.remove(connection));
  }

  @Override
  public void close() throws IOException {
    listener.close();
    cutAll();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

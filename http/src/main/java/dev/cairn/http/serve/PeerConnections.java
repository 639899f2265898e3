package dev.cairn.http.serve;

import dev.cairn.http.admission.Peer;
import java.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.Connection;

/** Closes the connections that a peer has beyond what it may have, as soon as they are open. */
final class PeerConnections implements Connection.Listener {
  private final int limit;
  private final Map<Connection, String> peers = new ConcurrentHashMap<>();
  private final Map<String, Integer> open = new ConcurrentHashMap<>();

  /**
   * @param limit the most connections of a peer
   */
  PeerConnections(int limit) {
    this.limit = limit;
  }

  @Override
  public void onOpened(Connection connection) {
    SocketAddress remote = connection.getEndPoint().getRemoteSocketAddress();
    if (remote == null) {
      // Closed again already.
      return;
    }
    String peer = Peer.of(remote);
    peers.put(connection, peer);
    boolean tooMany = open.merge(peer, 1, Integer::sum) > limit;
    if (tooMany) {
      connection.getEndPoint().close();
    }
    // Whoever closes it while it is being counted may have been too early for onClosed to find it.
    if (tooMany || !connection.getEndPoint().isOpen()) {
      onClosed(connection);
    }
  }

  @Override
  public void onClosed(Connection connection) {
    String peer = peers.remove(connection);
    if (peer != null) {
      open.computeIfPresent(peer, (_, count) -> count == 1 ? null : count - 1);
    }
  }
}

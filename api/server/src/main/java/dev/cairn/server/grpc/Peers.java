package dev.cairn.server.grpc;

import dev.cairn.http.admission.Peer;
import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.ServerCall;
import io.grpc.ServerTransportFilter;
import java.net.SocketAddress;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Gives each connection the account of its peer: one for all connections of an address. */
public final class Peers extends ServerTransportFilter {
  private static final Attributes.Key<PeerUse> USE = Attributes.Key.create("cairn-peer-use");
  private static final Attributes.Key<String> NAME = Attributes.Key.create("cairn-peer-name");

  // Only peers that are connected.
  private final ConcurrentHashMap<String, PeerUse> connected = new ConcurrentHashMap<>();

  /** The account of a call's peer; none for calls within the process. */
  static Optional<PeerUse> of(ServerCall<?, ?> call) {
    return Optional.ofNullable(call.getAttributes().get(USE));
  }

  @Override
  public Attributes transportReady(Attributes attributes) {
    SocketAddress remote = attributes.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
    if (remote == null) {
      return attributes;
    }
    String name = Peer.of(remote);
    PeerUse use = connected.compute(name, (_, before) -> change(before, 1));
    return attributes.toBuilder().set(USE, use).set(NAME, name).build();
  }

  @Override
  public void transportTerminated(@Nullable Attributes attributes) {
    String name = attributes == null ? null : attributes.get(NAME);
    if (name != null) {
      connected.computeIfPresent(name, (_, use) -> change(use, -1));
    }
  }

  private static @Nullable PeerUse change(@Nullable PeerUse before, int change) {
    PeerUse use = before == null ? new PeerUse() : before;
    return use.connected(change) == 0 ? null : use;
  }
}

package dev.cairn.recorder.grpc;

import dev.cairn.audit.v1.Actor;
import dev.cairn.recorder.EventText;
import io.grpc.Attributes;
import io.grpc.Grpc;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** Who and where the other end is. */
final class Peers {
  private static final int MAX_NAME_BYTES = 255;
  private static final Actor ANONYMOUS =
      Actor.newBuilder().setType("anonymous").setId("anonymous").build();

  private Peers() {}

  static Actor actor(CallDetails call) {
    return subject(call.attributes())
        .map(name -> Actor.newBuilder().setType("service").setId(name).build())
        .orElse(ANONYMOUS);
  }

  /** The subject of the certificate, if one was verified; else the address; empty if unknown. */
  static String name(Attributes attributes) {
    return subject(attributes).orElseGet(() -> address(attributes));
  }

  private static Optional<String> subject(Attributes attributes) {
    SSLSession session = attributes.get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
    if (session == null) {
      return Optional.empty();
    }
    try {
      String name = session.getPeerPrincipal().getName();
      return Optional.of(EventText.line(name, MAX_NAME_BYTES)).filter(n -> !n.isEmpty());
    } catch (SSLPeerUnverifiedException e) {
      return Optional.empty();
    }
  }

  private static String address(Attributes attributes) {
    SocketAddress address = attributes.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
    if (address == null) {
      return "";
    }
    return EventText.line(text(address), MAX_NAME_BYTES);
  }

  private static String text(SocketAddress address) {
    if (!(address instanceof InetSocketAddress internet)) {
      return address.toString();
    }
    InetAddress host = internet.getAddress();
    // Not getHostName, which may ask a name server.
    String name = host == null ? internet.getHostString() : host.getHostAddress();
    boolean isVersion6 = name.contains(":");
    return (isVersion6 ? "[" + name + "]" : name) + ":" + internet.getPort();
  }
}

package dev.cairn.witness.node;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** Requests to a witness on this machine. */
public final class Loopback implements AutoCloseable {
  private final HttpClient client = HttpClient.newHttpClient();
  private final int port;

  /** To the witness on this port. */
  public Loopback(int port) {
    this.port = port;
  }

  /** Any free port. */
  public static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  /** Posts bytes. */
  public HttpResponse<String> post(String path, byte[] body) throws Exception {
    return send(HttpRequest.newBuilder(uri(path)).POST(BodyPublishers.ofByteArray(body)));
  }

  /** Sends a request without a body. */
  public HttpResponse<String> send(String method, String path) throws Exception {
    return send(HttpRequest.newBuilder(uri(path)).method(method, BodyPublishers.noBody()));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  @Override
  public void close() {
    client.close();
  }
}

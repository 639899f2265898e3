package dev.cairn.http.serve;

import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;

/** Makes connections that can be cut off. */
final class TimedConnectionFactory extends HttpConnectionFactory {
  TimedConnectionFactory(HttpConfiguration configuration) {
    super(configuration);
  }

  @Override
  public Connection newConnection(Connector connector, EndPoint endPoint) {
    TimedConnection connection = new TimedConnection(getHttpConfiguration(), connector, endPoint);
    return configure(connection, connector, endPoint);
  }
}

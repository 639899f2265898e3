package dev.cairn.recorder.grpc;

import io.grpc.MethodDescriptor;
import java.util.HashMap;
import java.util.Map;

/**
 * Which rule a call has: its method's, else its service's, else the common one. Redactions add up:
 * what the common rule or the service's leaves out, no other rule brings back.
 *
 * @param common for all that has no other
 * @param services by full name: {@code shop.v1.Orders}
 * @param methods by full name: {@code shop.v1.Orders/PlaceOrder}. Each redaction of such a rule
 *     must name a field in each direction that it is about; the messages of a direction in which
 *     one does not are not kept at all. Of the other rules' redactions those that name nothing in
 *     either direction are warned of, once for each method.
 */
public record CallPolicy(
    CallRule common, Map<String, CallRule> services, Map<String, CallRule> methods) {
  /** Copies the maps. */
  public CallPolicy {
    services = Map.copyOf(services);
    methods = Map.copyOf(methods);
    for (String method : methods.keySet()) {
      if (serviceOf(method).isEmpty()) {
        throw new IllegalArgumentException(
            "not a method's full name, service/method: \"" + method + "\"");
      }
    }
  }

  /** One rule for all. */
  public static CallPolicy of(CallRule common) {
    return new CallPolicy(common, Map.of(), Map.of());
  }

  /** The same with a rule for a service. */
  public CallPolicy withService(String service, CallRule rule) {
    return new CallPolicy(common, with(services, service, rule), methods);
  }

  /** The same with a rule for a method, {@code service/method}. */
  public CallPolicy withMethod(String method, CallRule rule) {
    return new CallPolicy(common, services, with(methods, method, rule));
  }

  private static Map<String, CallRule> with(
      Map<String, CallRule> rules, String name, CallRule rule) {
    Map<String, CallRule> more = new HashMap<>(rules);
    more.put(name, rule);
    return more;
  }

  static String serviceOf(String method) {
    String service = MethodDescriptor.extractFullServiceName(method);
    return service == null ? "" : service;
  }
}

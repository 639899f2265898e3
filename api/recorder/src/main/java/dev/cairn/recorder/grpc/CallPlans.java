package dev.cairn.recorder.grpc;

import io.grpc.MethodDescriptor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The plans of a policy, made once. */
final class CallPlans {
  private final Map<String, CallPlan> methods = new HashMap<>();
  private final Map<String, CallPlan> services = new HashMap<>();
  private final CallPlan common;

  CallPlans(CallPolicy policy) {
    CallRule all = policy.common();
    policy
        .methods()
        .forEach(
            (name, rule) -> {
              CallRule service = policy.services().getOrDefault(CallPolicy.serviceOf(name), all);
              methods.put(name, CallPlan.of(rule, List.of(service, all), true));
            });
    policy
        .services()
        .forEach((name, rule) -> services.put(name, CallPlan.of(rule, List.of(all), false)));
    this.common = CallPlan.of(all, List.of(), false);
  }

  CallPlan of(MethodDescriptor<?, ?> method) {
    CallPlan ofMethod = methods.get(method.getFullMethodName());
    if (ofMethod != null) {
      return ofMethod;
    }
    String service = method.getServiceName();
    return service == null ? common : services.getOrDefault(service, common);
  }
}

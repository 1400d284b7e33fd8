package org.wetstack.bridge;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wetstack.protocol.v1.DeviceMessage;
import org.wetstack.protocol.v1.HostMessage;

/**
 * The last requests of an epoch with their replies, so that a repeat is answered and not obeyed.
 * SPEC.md, 4.5.
 */
final class ReplyMemory {

  private static final int REMEMBERED = 16;

  record Exchange(HostMessage request, DeviceMessage reply) {}

  private final Map<Integer, Exchange> exchanges = new LinkedHashMap<>();

  @Nullable Exchange of(int requestId) {
    return exchanges.get(requestId);
  }

  void add(HostMessage request, DeviceMessage reply) {
    exchanges.put(request.getRequestId(), new Exchange(request, reply));
    if (exchanges.size() > REMEMBERED) {
      exchanges.remove(exchanges.keySet().iterator().next());
    }
  }
}

package org.wetstack.sparkplug;

import com.google.protobuf.ByteString;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whether the primary host application is online, as it said last. For one thread. */
final class HostState {

  private boolean online;
  private long latest = Long.MIN_VALUE;

  /** A new connection: nothing is known until the retained message comes. */
  void forget() {
    online = false;
    latest = Long.MIN_VALUE;
  }

  boolean isOnline() {
    return online;
  }

  /** What came at its topic. What is older than what came before, or cannot be read, is nothing. */
  void hear(ByteString payload) {
    try {
      JsonNode said = JsonMapper.shared().readTree(payload.toStringUtf8());
      JsonNode timestamp = said.path("timestamp");
      if (said.path("online").isBoolean()
          && timestamp.canConvertToLong()
          && timestamp.asLong() >= latest) {
        latest = timestamp.asLong();
        online = said.path("online").asBoolean();
      }
    } catch (JacksonException e) {
      // Whoever writes there is no host of Sparkplug 3.
    }
  }
}

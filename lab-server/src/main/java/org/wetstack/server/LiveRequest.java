package org.wetstack.server;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wetstack.api.v1.WatchSamplesRequest;
import org.wetstack.api.v1.WatchSpikesRequest;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The first message on a WebSocket, in JSON.
 *
 * @param token needed if the request had no {@code authorization}, as of browsers it cannot
 * @param watch {@code samples}, {@code spikes} or {@code rig}
 */
record LiveRequest(
    @Nullable String token,
    @Nullable String watch,
    @Nullable String culture,
    @Nullable Integer decimation,
    @Nullable List<Integer> electrodes) {

  private static final JsonMapper JSON =
      Strict.json().rebuild().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /**
   * @throws IllegalArgumentException if it is no such message
   */
  static LiveRequest parse(String text) {
    try {
      LiveRequest read = JSON.readValue(text, LiveRequest.class);
      if (read != null) {
        return read;
      }
    } catch (JacksonException e) {
      // What it says may hold the token, so it is not repeated.
    }
    throw new IllegalArgumentException(
        "send one message of JSON first: {\"token\": ..., \"watch\": \"samples\", \"spikes\" or"
            + " \"rig\", \"culture\": ..., \"decimation\": ..., \"electrodes\": [...]}");
  }

  /** What gRPC calls the same. */
  String verb() {
    return switch (watch == null ? "" : watch) {
      case "samples" -> "wetstack.api.v1.Work/WatchSamples";
      case "spikes" -> "wetstack.api.v1.Work/WatchSpikes";
      case "rig" -> "wetstack.api.v1.Rig/WatchRig";
      default -> throw new IllegalArgumentException("watch one of samples, spikes and rig");
    };
  }

  WatchSamplesRequest samples() {
    WatchSamplesRequest.Builder ask = WatchSamplesRequest.newBuilder().setCulture(named());
    if (decimation != null) {
      ask.setDecimation(decimation);
    }
    if (electrodes != null) {
      ask.addAllElectrodes(electrodes);
    }
    return ask.build();
  }

  WatchSpikesRequest spikes() {
    return WatchSpikesRequest.newBuilder().setCulture(named()).build();
  }

  private String named() {
    return culture == null ? "" : culture;
  }

  @Override
  public String toString() {
    return "watch " + watch + " of " + culture;
  }
}

package org.wetstack.lab.recording;

import java.time.Instant;
import java.util.OptionalLong;
import org.wetstack.hal.ArrayLayout;
import org.wetstack.hal.DeviceInfo;

/**
 * What a recording is of: {@code recording.json}.
 *
 * @param startedAt wall-clock time at time 0 of the recording
 * @param array the instrument with the electrodes, with its boot id
 * @param seed of an emulated rig; empty for a real one
 * @param notes free text
 */
public record RecordingInfo(
    Instant startedAt, DeviceInfo array, ArrayLayout layout, OptionalLong seed, String notes) {

  static final int MAX_CHANNELS = 65_535;

  public RecordingInfo {
    if (layout.channels() < 1 || layout.channels() > MAX_CHANNELS) {
      throw new IllegalArgumentException(
          "a recording has 1 to " + MAX_CHANNELS + " channels, not " + layout.channels());
    }
    if (layout.samplesPerSecond() < 1
        || layout.nanovoltsPerCount() < 1
        || layout.maxSamplesPerBlock() < 1) {
      throw new IllegalArgumentException(
          "a layout needs a rate, a scale and a block of at least 1: " + layout);
    }
    if (RecordFormat.samplesBytes(layout) > RecordFormat.MOST_PAYLOAD_BYTES) {
      throw new IllegalArgumentException(
          "blocks of "
              + layout.maxSamplesPerBlock()
              + " samples of "
              + layout.channels()
              + " channels are more than "
              + RecordFormat.MOST_PAYLOAD_BYTES
              + " bytes");
    }
  }
}

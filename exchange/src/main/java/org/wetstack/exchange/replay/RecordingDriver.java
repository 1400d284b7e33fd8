package org.wetstack.exchange.replay;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Set;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.spi.DriverProvider;
import org.wetstack.hal.spi.EndpointOptions;
import org.wetstack.hal.spi.LinkProvider;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.lab.recording.Recording;

/**
 * Plays a recording as the array that was recorded: {@code file:/data/20260301-culture?speed=2}. It
 * plays in real time, since reading a disk is.
 */
public final class RecordingDriver implements DriverProvider {

  private static final int FASTEST = 1_000;

  @Override
  public String name() {
    return "recording";
  }

  /**
   * Options: {@code speed}, 1 (as it was) to 1000 times as fast; 0 is as fast as the handler takes
   * it.
   *
   * @throws DeviceException REJECTED/NOT_DONE if there is no recording
   */
  @Override
  public Instrument open(URI endpoint, LinkProvider links, Timebase time) {
    int speed = EndpointOptions.parse(endpoint, Set.of("speed")).integer("speed", 1, 0, FASTEST);
    Path folder = folder(endpoint);
    try {
      return new ReplayedInstrument(Recording.open(folder), speed, time);
    } catch (IOException e) {
      throw new DeviceException(
          DeviceException.Reason.REJECTED,
          DeviceException.Outcome.NOT_DONE,
          String.valueOf(e.getMessage()),
          e);
    }
  }

  private static Path folder(URI endpoint) {
    String opaque = endpoint.getSchemeSpecificPart();
    int options = opaque.indexOf('?');
    // A relative path makes the URI opaque, and its options a part of it.
    String path =
        !endpoint.isOpaque()
            ? endpoint.getPath()
            : options < 0 ? opaque : opaque.substring(0, options);
    if (path == null || path.isEmpty() || endpoint.getAuthority() != null) {
      throw new IllegalArgumentException(
          endpoint + " names no folder: write file:/path/of/the/recording");
    }
    return Path.of(path);
  }
}

package org.wetstack.hal;

import java.util.List;

/**
 * Geometry and scaling of the recorded channels. Channel {@code i} of a {@link SampleBlock} is
 * {@code sites().get(i)}.
 *
 * @param samplesPerSecond per channel
 * @param nanovoltsPerCount voltage of one raw count, referred to the electrode
 * @param maxSamplesPerBlock the largest block the device sends
 */
public record ArrayLayout(
    int samplesPerSecond, int nanovoltsPerCount, int maxSamplesPerBlock, List<Site> sites) {

  public ArrayLayout {
    sites = List.copyOf(sites);
  }

  public int channels() {
    return sites.size();
  }

  /**
   * Refuses a block of so many {@code channels} and {@code samples} if it is none of this layout.
   *
   * @throws IllegalArgumentException if the channels are others, or the samples too many
   */
  public void requireFits(int channels, int samples) {
    if (channels != channels() || samples > maxSamplesPerBlock) {
      throw new IllegalArgumentException(
          "a block of "
              + channels
              + " channels and "
              + samples
              + " samples, where at most "
              + maxSamplesPerBlock
              + " samples of "
              + channels()
              + " channels were agreed");
    }
  }

  /** The voltage of {@code raw} in microvolts. */
  public double microvolts(short raw) {
    return raw * (nanovoltsPerCount / 1_000.0);
  }

  /** One electrode: its number on the device, and where it is. */
  public record Site(int electrode, int xMicrometers, int yMicrometers) {}
}

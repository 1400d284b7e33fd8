package org.wetstack.emulator.shdlc;

import org.wetstack.emulator.tissue.Parameter;

/** What the sources leave open about the cable. {@link #likely} is what most of them suggest. */
public record CableQuirks(
    @Parameter("a request with a wrong checksum is answered by error 5, else by silence")
        boolean answersWrongChecksum,
    @Parameter("the buffer tells what is lost and what remains in bytes, else in samples")
        boolean bufferCountsBytes,
    @Parameter("asking for a measurement starts one, else it is refused with error 36")
        boolean askingStartsMeasurement,
    @Parameter(value = "from power-on to the first answer", unit = "ms", most = 10_000)
        int bootMillis,
    @Parameter(value = "what the buffer holds", unit = "samples", least = 1, most = 100_000)
        int bufferSamples,
    @Parameter(value = "what an interval of 0 means", unit = "ms", least = 1, most = 1_000)
        int shortestIntervalMillis,
    @Parameter(value = "from a request to its answer", unit = "us", most = 100_000)
        int answerMicros) {

  /** The likelier choice everywhere. */
  public static CableQuirks likely() {
    return new CableQuirks(true, true, false, 100, 256, 2, 500);
  }

  /** The same, but requests with a wrong checksum are not answered. */
  public CableQuirks silentAtWrongChecksum() {
    return new CableQuirks(
        false,
        bufferCountsBytes,
        askingStartsMeasurement,
        bootMillis,
        bufferSamples,
        shortestIntervalMillis,
        answerMicros);
  }

  /** The same, but the buffer counts samples. */
  public CableQuirks countingSamples() {
    return new CableQuirks(
        answersWrongChecksum,
        false,
        askingStartsMeasurement,
        bootMillis,
        bufferSamples,
        shortestIntervalMillis,
        answerMicros);
  }

  /** The same, but whoever asks for a measurement starts one. */
  public CableQuirks startingWhenAsked() {
    return new CableQuirks(
        answersWrongChecksum,
        bufferCountsBytes,
        true,
        bootMillis,
        bufferSamples,
        shortestIntervalMillis,
        answerMicros);
  }
}

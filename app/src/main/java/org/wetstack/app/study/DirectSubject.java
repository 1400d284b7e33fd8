package org.wetstack.app.study;

import java.time.Duration;
import java.util.Arrays;
import java.util.PriorityQueue;
import org.wetstack.emulator.culture.Culture;
import org.wetstack.emulator.tissue.Drive;
import org.wetstack.emulator.tissue.Fluid;

/**
 * A culture without any instrument: currents flow into its electrodes, fluid drops into its dish,
 * and it tells its spikes itself. Nothing is rendered but the samples in which a current flows.
 */
final class DirectSubject implements Subject {

  private static final int SAMPLES_PER_MILLI = 30;

  /** A pulse to come. */
  private record Planned(long sample, int electrode) {}

  private final Culture culture;
  private final Protocol protocol;
  private final Fluid reward;
  private final Drive drive;
  private final int[] nanovolts;
  private final int[] counts;
  private final PriorityQueue<Planned> planned =
      new PriorityQueue<>((a, b) -> Long.compare(a.sample(), b.sample()));
  private long sample;
  private long from = Long.MAX_VALUE;
  private long to = Long.MAX_VALUE;
  private boolean evokedOnly;

  /**
   * @param culture at 30 kHz
   * @param reward what a dose consists of
   */
  DirectSubject(Culture culture, Protocol protocol, Fluid reward) {
    this.culture = culture;
    this.protocol = protocol;
    this.reward = reward;
    int electrodes = culture.electrodes();
    drive = new Drive(electrodes, -7_000_000, 7_000_000);
    nanovolts = new int[electrodes];
    counts = new int[electrodes];
    sample = culture.position();
    culture.onSpike((channel, neuron, trough, evoked) -> hear(channel, trough, evoked));
  }

  private void hear(int channel, long trough, boolean evoked) {
    if (trough >= from && trough < to && (evoked || !evokedOnly)) {
      counts[channel]++;
    }
  }

  @Override
  public int[] probe() {
    Arrays.fill(counts, 0);
    for (int i = 0; i < protocol.pulses(); i++) {
      from = sample + samples(protocol.windowFrom());
      to = sample + samples(protocol.windowTo());
      planned.add(new Planned(sample, protocol.stimulated()));
      advance(sample + samples(protocol.pulsePeriod()));
    }
    from = Long.MAX_VALUE;
    return counts.clone();
  }

  /** How many spikes, anywhere, answer a pulse of {@code nanoamps} directly. Takes 20 ms. */
  int answers(int electrode, int nanoamps) {
    Arrays.fill(counts, 0);
    from = sample;
    to = sample + 20L * SAMPLES_PER_MILLI;
    evokedOnly = true;
    pulse(electrode, nanoamps);
    advance(to);
    evokedOnly = false;
    from = Long.MAX_VALUE;
    return Arrays.stream(counts).sum();
  }

  /** Spikes within {@code span}, on all electrodes. */
  int listen(Duration span) {
    Arrays.fill(counts, 0);
    from = sample;
    to = sample + samples(span);
    advance(to);
    from = Long.MAX_VALUE;
    return Arrays.stream(counts).sum();
  }

  @Override
  public void reward() {
    culture.infuse(reward, protocol.doseNanoliters());
  }

  @Override
  public void correct(int[] millis, int[] electrodes) {
    for (int i = 0; i < millis.length; i++) {
      planned.add(new Planned(sample + (long) millis[i] * SAMPLES_PER_MILLI, electrodes[i]));
    }
  }

  @Override
  public void pass(Duration span) {
    advance(sample + samples(span));
  }

  private void advance(long end) {
    Planned next = planned.peek();
    while (next != null && next.sample() < end) {
      planned.remove();
      if (next.sample() > sample) {
        culture.pass(next.sample() - sample);
        sample = next.sample();
      }
      pulse(next.electrode(), protocol.nanoamps());
      next = planned.peek();
    }
    if (end > sample) {
      culture.pass(end - sample);
      sample = end;
    }
  }

  /** Cathodic first, balanced, sample by sample. */
  private void pulse(int electrode, int nanoamps) {
    int phase = (int) samples(protocol.phase());
    drive.active = true;
    for (int i = 0; i < 2 * phase; i++) {
      drive.nanoamps[electrode] = i < phase ? -nanoamps : nanoamps;
      step();
    }
    drive.nanoamps[electrode] = 0;
    drive.active = false;
    step();
  }

  private void step() {
    culture.step(drive, nanovolts);
    sample++;
  }

  private static long samples(Duration span) {
    return span.toNanos() * SAMPLES_PER_MILLI / 1_000_000;
  }

  @Override
  public void close() {}
}

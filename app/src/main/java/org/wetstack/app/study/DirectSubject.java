package org.wetstack.app.study;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;
import org.wetstack.emulator.culture.Culture;
import org.wetstack.emulator.tissue.Drive;
import org.wetstack.emulator.tissue.Fluid;
import org.wetstack.hal.ArrayLayout;
import org.wetstack.lab.train.Procedure;
import org.wetstack.lab.train.Reward;
import org.wetstack.lab.train.Subject;

/**
 * A culture without any instrument: currents flow into its electrodes, fluid drops into its dish,
 * and it tells its spikes itself. Nothing is rendered but the samples in which a current flows.
 */
final class DirectSubject implements Subject {

  private static final int SAMPLES_PER_MILLI = 30;

  /** A pulse to come. */
  private record Due(long sample, int electrode) {}

  private final Culture culture;
  private final Procedure procedure;
  private final Fluid reward;
  private final int nanoliters;
  private final Drive drive;
  private final int[] nanovolts;
  private final int[] counts;
  private final PriorityQueue<Due> planned =
      new PriorityQueue<>((a, b) -> Long.compare(a.sample(), b.sample()));
  private long sample;
  private long from = Long.MAX_VALUE;
  private long to = Long.MAX_VALUE;
  private boolean evokedOnly;
  private long played;
  private long doses;

  /**
   * @param culture at 30 kHz
   * @param reward what a dose consists of
   */
  DirectSubject(Culture culture, Procedure procedure, Fluid reward) {
    this.culture = culture;
    this.procedure = procedure;
    this.reward = reward;
    if (!(procedure.reward() instanceof Reward.Dosed dosed)) {
      throw new IllegalArgumentException("directly there is no light");
    }
    nanoliters = Math.toIntExact(dosed.dose().volume().nanoliters());
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
  public List<ArrayLayout.Site> sites() {
    return Cultures.sites();
  }

  @Override
  public Answer probe(List<Integer> electrodes) {
    Arrays.fill(counts, 0);
    long first = sample + samples(procedure.windowFrom());
    for (int electrode : electrodes) {
      from = sample + samples(procedure.windowFrom());
      to = sample + samples(procedure.windowTo());
      planned.add(new Due(sample, electrode));
      advance(sample + samples(procedure.pulsePeriod()));
    }
    from = Long.MAX_VALUE;
    return new Answer(counts.clone(), first, to);
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
    culture.infuse(reward, nanoliters);
    doses++;
  }

  @Override
  public void correct(List<Planned> pulses) {
    for (Planned each : pulses) {
      planned.add(new Due(sample + (long) each.millis() * SAMPLES_PER_MILLI, each.electrode()));
    }
  }

  @Override
  public Given given() {
    // nA for samples at 30 kHz, both phases.
    double picocoulombs =
        2.0 * procedure.nanoamps() * samples(procedure.phase()) / SAMPLES_PER_MILLI;
    return new Given(played, played * picocoulombs, doses * nanoliters);
  }

  @Override
  public void pass(Duration span) {
    advance(sample + samples(span));
  }

  private void advance(long end) {
    Due next = planned.peek();
    while (next != null && next.sample() < end) {
      planned.remove();
      if (next.sample() > sample) {
        culture.pass(next.sample() - sample);
        sample = next.sample();
      }
      pulse(next.electrode(), procedure.nanoamps());
      played++;
      next = planned.peek();
    }
    if (end > sample) {
      culture.pass(end - sample);
      sample = end;
    }
  }

  /** Cathodic first, balanced, sample by sample. */
  private void pulse(int electrode, int nanoamps) {
    int phase = (int) samples(procedure.phase());
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

package org.wetstack.emulator.tissue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * A simple living culture: independent units on most electrodes, noise on all, artefacts and evoked
 * spikes after a pulse, and a mild excitation by dopamine. docs/reference/culture.md has the
 * numbers.
 *
 * <p>Everything is integers from the seed, and time goes in steps of one millisecond that do not
 * depend on how {@link #sense} is called. Not thread-safe: called under the world's lock.
 */
public final class Culture implements Tissue {

  private static final int SILENT_PERCENT = 30;
  private static final int MAX_INJECTED = 4_096;
  private static final int MAX_PULSES = 256;

  /** Something that happens at one sample: a pulse, or an injected spike. */
  private record Event(long sample, long order, Runnable act) {}

  private final Dish dish;
  private final int silentPercent;
  private final int channels;
  private final int step;
  private final int mask;
  private final int[] overlay;
  private final int[] frame;
  private final Noise noise;
  private final int[] kiloohms;
  private final int[] rmsNanovolts;
  private final List<List<Neuron>> neurons = new ArrayList<>();
  private final SpikeShape injected;
  private final Dopamine dopamine = new Dopamine();
  private final PriorityQueue<Event> planned =
      new PriorityQueue<>(Comparator.comparingLong(Event::sample).thenComparingLong(Event::order));
  private final Artefacts artefacts;
  private SpikeListener listener = (channel, neuron, trough, evoked) -> {};
  private long position;
  private long stepEnd;
  private long events;
  private int pulsesPlanned;

  /** A culture on {@code dish}; all about it follows from {@code seed}. */
  public Culture(long seed, Dish dish) {
    this(seed, dish, SILENT_PERCENT);
  }

  /**
   * The same, in which so many electrodes of a hundred hear no unit.
   *
   * @param silentPercent 0 to 100
   */
  public Culture(long seed, Dish dish, int silentPercent) {
    this.silentPercent = silentPercent;
    this.dish = dish;
    channels = dish.electrodes().size();
    step = dish.samplesPerSecond() / 1_000;
    injected = new SpikeShape(dish.samplesPerSecond(), dish.nanovoltsPerCount(), 200, 25, 250);
    int span = Integer.highestOneBit(step + injected.length() + 8) * 2;
    mask = span - 1;
    overlay = new int[span * channels];
    frame = new int[channels];
    artefacts = new Artefacts(channels, dish.samplesPerSecond());
    kiloohms = new int[channels];
    rmsNanovolts = new int[channels];
    for (int channel = 0; channel < channels; channel++) {
      var dice = new Dice(Dice.mix(seed + channel * Dice.GOLDEN));
      kiloohms[channel] = dice.between(200, 500);
      rmsNanovolts[channel] = dice.between(5_000, 7_000);
      neurons.add(settle(dice, channel));
    }
    noise = new Noise(seed, rmsNanovolts, dish.nanovoltsPerCount());
  }

  private List<Neuron> settle(Dice dice, int channel) {
    int many = dice.below(20);
    int count = dice.below(100) < silentPercent ? 0 : many < 11 ? 1 : many < 17 ? 2 : 3;
    List<Neuron> settled = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      settled.add(
          new Neuron(dice.next(), channel, i, dish.samplesPerSecond(), dish.nanovoltsPerCount()));
    }
    return settled;
  }

  /** Tells {@code truth} of every spike from now on, instead of whom it told before. */
  public void onSpike(SpikeListener truth) {
    listener = truth;
  }

  /** Mean spontaneous rates of the units under {@code channel}; empty if it is silent. */
  public List<Integer> ratesMillihertz(int channel) {
    requireChannel(channel);
    return neurons.get(channel).stream().map(neuron -> neuron.rateMillihertz).toList();
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if {@code firstSample} is not where the previous call ended,
   *     or {@code counts} has not room for all
   */
  @Override
  public void sense(long firstSample, int samples, short[] counts) {
    if (firstSample != position) {
      throw new IllegalArgumentException("the next sample is " + position + ", not " + firstSample);
    }
    if (samples < 0 || (long) samples * channels > counts.length) {
      throw new IllegalArgumentException(
          "no room for " + samples + " samples of " + channels + " channels in " + counts.length);
    }
    advance(firstSample + samples, counts);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if {@code sample} has passed, no or no such electrode is
   *     driven, no current flows for any sample, or {@code settleSamples} is negative
   * @throws IllegalStateException if too many pulses are planned or flow already
   */
  @Override
  public void pulse(long sample, int[] electrodes, int[] nanoamps, int settleSamples) {
    requireToCome(sample);
    for (int electrode : electrodes) {
      requireChannel(electrode);
    }
    if (electrodes.length == 0 || nanoamps.length == 0 || settleSamples < 0) {
      throw new IllegalArgumentException(
          "a pulse needs electrodes, currents and a settle time of 0 or more samples, not "
              + (electrodes.length + " electrodes, " + nanoamps.length + " currents and ")
              + (settleSamples + " samples"));
    }
    if (pulsesPlanned + artefacts.flowing() >= MAX_PULSES) {
      throw new IllegalStateException(MAX_PULSES + " pulses are planned or flow already");
    }
    pulsesPlanned++;
    int[] driven = electrodes.clone();
    int[] current = nanoamps.clone();
    plan(sample, () -> apply(sample, driven, current, settleSamples));
  }

  @Override
  public void damp(int electrode, long until) {
    requireChannel(electrode);
    artefacts.damp(electrode, until);
  }

  @Override
  public int noiseNanovolts(int electrode) {
    requireChannel(electrode);
    return rmsNanovolts[electrode];
  }

  @Override
  public int kiloohms(int electrode) {
    requireChannel(electrode);
    return kiloohms[electrode];
  }

  @Override
  public void dose(long nanoliters) {
    dopamine.add(nanoliters);
  }

  /**
   * {@inheritDoc} A trough of 200 µV. Asked for too late to begin at its beginning, it appears cut.
   *
   * @throws IllegalArgumentException if {@code sample} has passed or there is no such electrode
   * @throws IllegalStateException if too many spikes are planned already
   */
  @Override
  public void injectSpike(int electrode, long sample) {
    requireChannel(electrode);
    requireToCome(sample);
    if (planned.size() - pulsesPlanned >= MAX_INJECTED) {
      throw new IllegalStateException(MAX_INJECTED + " injected spikes are planned already");
    }
    long onset = sample - injected.trough();
    plan(
        Math.max(onset, position),
        () -> {
          draw(injected, electrode, onset, 256);
          listener.onSpike(electrode, -1, sample, false);
        });
  }

  private void requireToCome(long sample) {
    if (sample < position) {
      throw new IllegalArgumentException(
          "sample " + sample + " has passed; the next is " + position);
    }
  }

  private void requireChannel(int channel) {
    if (channel < 0 || channel >= channels) {
      throw new IllegalArgumentException(
          "no channel " + channel + "; there are 0 to " + (channels - 1));
    }
  }

  private void plan(long sample, Runnable act) {
    planned.add(new Event(sample, events++, act));
  }

  /** The next samples, until {@code end} or something that is planned, whichever is first. */
  private void advance(long end, short[] counts) {
    int written = 0;
    while (position < end) {
      if (position == stepEnd) {
        stepEnd = position + step;
        live();
      }
      long until = Math.min(Math.min(end, stepEnd), act());
      while (position < until) {
        write(counts, written);
        written += channels;
        position++;
      }
    }
  }

  /** Does what is planned for now, and returns when there is more to do. */
  private long act() {
    Event next = planned.peek();
    while (next != null && next.sample() <= position) {
      planned.remove();
      next.act().run();
      next = planned.peek();
    }
    return next == null ? Long.MAX_VALUE : next.sample();
  }

  /** One millisecond in the life of all units. */
  private void live() {
    dopamine.decay();
    int gain = dopamine.rateGain();
    for (List<Neuron> here : neurons) {
      for (Neuron neuron : here) {
        long onset = neuron.advance(position, stepEnd, gain);
        if (onset >= 0) {
          draw(neuron.shape, neuron.channel, onset, neuron.rollSize());
          listener.onSpike(
              neuron.channel, neuron.number, onset + neuron.shape.trough(), neuron.lastWasEvoked());
        }
      }
    }
  }

  private void draw(SpikeShape shape, int channel, long onset, int size) {
    for (int i = (int) Math.max(0, position - onset); i < shape.length(); i++) {
      overlay[(int) ((onset + i) & mask) * channels + channel] += (shape.at(i) * size) >> 8;
    }
  }

  private void apply(long sample, int[] driven, int[] nanoamps, int settleSamples) {
    pulsesPlanned--;
    long picocoulombs = phaseCharge(nanoamps);
    long[] millicounts = new long[channels];
    for (int channel = 0; channel < channels; channel++) {
      Dish.Place here = dish.electrodes().get(channel);
      long square = Long.MAX_VALUE;
      for (int electrode : driven) {
        square = Math.min(square, here.squareTo(dish.electrodes().get(electrode)));
      }
      millicounts[channel] =
          Artefacts.millicountsPerNanoamp(kiloohms[channel], square, dish.nanovoltsPerCount());
      // Current spreads: at 200 µm half the charge counts, at 400 µm a fifth.
      long charge = picocoulombs * 40_000 / (40_000 + square);
      int distance = Dish.root(square);
      for (Neuron neuron : neurons.get(channel)) {
        neuron.stimulate(sample, charge, distance, dopamine.answerGain());
      }
    }
    artefacts.begin(sample, nanoamps, millicounts, settleSamples);
  }

  /** The larger of the charge of the strongest cathodic and half that of an anodic phase. */
  private long phaseCharge(int[] nanoamps) {
    long best = 0;
    long phase = 0;
    for (int current : nanoamps) {
      phase = Integer.signum(current) == Long.signum(phase) ? phase + current : current;
      best = Math.max(best, phase < 0 ? -phase : phase / 2);
    }
    return best * 1_000 / dish.samplesPerSecond();
  }

  private void write(short[] counts, int at) {
    int row = (int) (position & mask) * channels;
    if (artefacts.settled(position)) {
      Arrays.fill(frame, 0);
    } else {
      noise.at(position, frame);
      for (int c = 0; c < channels; c++) {
        frame[c] += overlay[row + c];
      }
    }
    artefacts.addTo(position, frame);
    for (int c = 0; c < channels; c++) {
      overlay[row + c] = 0;
      counts[at + c] = (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, frame[c]));
    }
  }
}

package org.wetstack.emulator.culture.network;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.wetstack.emulator.tissue.Dice;
import org.wetstack.emulator.tissue.Dish;
import org.wetstack.emulator.tissue.Stateful;

/**
 * One organoid: spiking neurons after Izhikevich, driven by noise, joined by synapses with delays
 * that learn from the times of spikes where dopamine says so. Advances by whole milliseconds, and
 * everything follows from seed, profile and calls, on every machine. Allocates nothing after it is
 * made. Not thread-safe: called under the world's lock. docs/explanation/culture-network.md has the
 * equations, and what was learnt with them.
 */
public final class Organoid implements Stateful {

  private static final int MOST_ELECTRODES = 1_024;
  private static final int TEN = 10;
  private static final int SECOND = 1_000;

  private final int electrodes;
  private final int refractory;
  private final double fading;
  private final Anatomy anatomy;
  private final Membranes membranes;
  private final Synapses synapses;
  private final Axons axons;
  private final Answers answers;
  private final Modulation modulation;

  /** Below which vigour each cell begins to fall silent, and how far each is awake now, 0 to 1. */
  private final double[] frailty;

  private final float[] awake;
  private double vigour = 1;

  /** When each cell fired last; like {@link #now} in milliseconds, and may overflow with it. */
  private final int[] last;

  private int now;

  /**
   * @param electrodes those the organoid lies on, usually 8, 1 to 1024
   * @throws IllegalArgumentException if a number of the profile makes no sense
   */
  public Organoid(long seed, NetworkProfile profile, List<Dish.Place> electrodes) {
    profile.checked();
    if (electrodes.isEmpty() || electrodes.size() > MOST_ELECTRODES) {
      throw new IllegalArgumentException(
          "an organoid lies on 1 to 1024 electrodes, not " + electrodes.size());
    }
    this.electrodes = electrodes.size();
    refractory = profile.refractoryMillis();
    fading = profile.fading();
    int neurons = profile.neurons();
    int excitatory = (int) Math.floor(neurons * profile.excitatoryShare() + 0.5);
    Dice dice = new Dice(Dice.mix(seed));
    anatomy = new Anatomy(dice, profile, electrodes);
    membranes = new Membranes(dice, profile, excitatory);
    synapses = new Synapses(dice, profile, new Wiring(dice, profile, anatomy, excitatory));
    answers = new Answers(dice, profile, anatomy, electrodes);
    axons = new Axons(profile);
    modulation = new Modulation(profile);
    frailty = new double[neurons];
    for (int n = 0; n < neurons; n++) {
      frailty[n] = dice.uniform();
    }
    awake = new float[membranes.input.length];
    Arrays.fill(awake, 1);
    last = new int[neurons];
    Arrays.fill(last, -Synapses.LONG_AGO);
  }

  public int neurons() {
    return last.length;
  }

  public double xMicrometers(int n) {
    return anatomy.x[n];
  }

  public double yMicrometers(int n) {
    return anatomy.y[n];
  }

  /** How high cell {@code n} is above the array. */
  public double zMicrometers(int n) {
    return anatomy.z[n];
  }

  /**
   * One phase of a stimulus that begins in the coming step, or began before and has just ended. Of
   * the phases of an electrode in a step the one that counts most has an effect: a cathodic one by
   * its charge, an anodic one by half.
   *
   * @param electrode from 0, in the order of the constructor
   * @param nanoamps cathodic negative
   * @param micros how long it lasts, not negative
   * @param microsIntoStep when it begins, -20,000 to 999; an answer that should have come by then
   *     comes at once
   */
  public void stimulate(int electrode, double nanoamps, double micros, int microsIntoStep) {
    if (electrode < 0 || electrode >= electrodes) {
      throw new IllegalArgumentException(
          "electrode " + electrode + " is none of the " + electrodes + " of this organoid");
    }
    if (!(Math.abs(nanoamps) < 1e12 && micros >= 0 && micros < 1e9)) {
      throw new IllegalArgumentException(
          "a phase of " + nanoamps + " nA and " + micros + " µs makes no sense");
    }
    if (microsIntoStep < Answers.EARLIEST_MICROS || microsIntoStep > 999) {
      throw new IllegalArgumentException(
          "a phase begins %d to 999 µs into a step, not %d"
              .formatted(Answers.EARLIEST_MICROS, microsIntoStep));
    }
    answers.stimulate(electrode, nanoamps, micros, microsIntoStep);
  }

  /** One millisecond passes; {@code spikes} is told of each spike, in the order of the cells. */
  public void step(Milieu milieu, SpikeSink spikes) {
    now++;
    if (milieu.vigour() != vigour) {
      wake(milieu.vigour());
    }
    axons.arrive(synapses, now, last, membranes.input);
    membranes.agitate(milieu.excitation(), awake);
    membranes.step();
    answers.excite(milieu.threshold(), awake);
    fire(spikes);
    if (now % TEN == 0) {
      synapses.learn(modulation.rate(milieu));
      membranes.sway();
      axons.rest();
      answers.rest();
    }
    if (now % SECOND == 0) {
      synapses.conserve(now);
      Synapses.forget(last, now);
    }
  }

  private void fire(SpikeSink spikes) {
    if (!answers.pending()) {
      for (int n = membranes.next(0); n < last.length; n = membranes.next(n + 1)) {
        fire(n, membranes.micros(n), false, spikes);
      }
      return;
    }
    for (int n = 0; n < last.length; n++) {
      int answer = answers.take(n);
      if (membranes.fires(n)) {
        fire(n, membranes.micros(n), false, spikes);
      } else if (answer >= 0 && now - last[n] > refractory) {
        fire(n, answer, true, spikes);
      }
    }
  }

  private void fire(int n, int micros, boolean evoked, SpikeSink spikes) {
    membranes.reset(n);
    axons.send(n);
    synapses.fired(n, now);
    last[n] = now;
    spikes.onSpike(n, micros, evoked);
  }

  /** Cells fall silent one after the other, so activity is nearly in proportion to vigour. */
  private void wake(double vigour) {
    this.vigour = vigour;
    for (int n = 0; n < frailty.length; n++) {
      double level = (vigour - frailty[n] * (1 - fading)) / fading;
      awake[n] = (float) Math.max(0, Math.min(1, level));
    }
  }

  /** {@inheritDoc} Some 60 kB at the usual size. */
  @Override
  public void save(DataOutput out) throws IOException {
    out.writeInt(last.length);
    out.writeInt(electrodes);
    out.writeInt(now);
    out.writeDouble(vigour);
    for (int time : last) {
      out.writeInt(time);
    }
    membranes.save(out);
    synapses.save(out);
    axons.save(out);
    answers.save(out);
    modulation.save(out);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    int neurons = in.readInt();
    int places = in.readInt();
    if (neurons != last.length || places != electrodes) {
      throw new IOException(
          "the saved organoid has "
              + neurons
              + " cells on "
              + places
              + " electrodes, this one "
              + last.length
              + " on "
              + electrodes
              + "; restore into one with the same profile and electrodes");
    }
    now = in.readInt();
    wake(Floats.finite(in.readDouble()));
    for (int n = 0; n < last.length; n++) {
      last[n] = in.readInt();
    }
    membranes.restore(in);
    synapses.restore(in);
    axons.restore(in);
    answers.restore(in);
    modulation.restore(in);
  }
}

package org.wetstack.emulator.culture;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wetstack.emulator.culture.network.Milieu;
import org.wetstack.emulator.culture.network.NetworkProfile;
import org.wetstack.emulator.culture.network.Organoid;
import org.wetstack.emulator.tissue.Dice;
import org.wetstack.emulator.tissue.Dish;
import org.wetstack.emulator.tissue.SpikeListener;
import org.wetstack.emulator.tissue.Stateful;

/**
 * The organoids of a dish between currents and the field at the electrodes: phases of stimuli go to
 * them, their spikes are drawn. Lives in steps of a millisecond.
 */
final class Cells implements Stateful {

  private static final double DEAF = 0.05;

  /** Makes the sum of two numbers of 0 to 1, less 1, have a deviation of 1. */
  private static final double UNIT = Math.sqrt(6);

  private static final double INJECTED_NANOVOLTS = 200_000;

  private final int samplesPerSecond;
  private final RecordingProfile recording;
  private final Field field;
  private final Phases phases;
  private final Injections injections = new Injections();
  private final List<Organoid> organoids = new ArrayList<>();
  private final List<Units> units = new ArrayList<>();
  private final List<int[]> names = new ArrayList<>();
  private final int[] organoidOf;
  private final int[] indexOf;
  private final Waveform injected;
  private final float[] injectedTrough = {(float) INJECTED_NANOVOLTS};
  private final int[] injectedAt = new int[1];
  private Dice dice;
  private SpikeListener listener = (channel, neuron, trough, evoked) -> {};
  private long start;
  private long end;
  private int living;
  private boolean drawn;

  Cells(long seed, NetworkProfile network, RecordingProfile recording, Dish dish) {
    this.recording = recording;
    samplesPerSecond = dish.samplesPerSecond();
    int channels = dish.electrodes().size();
    int ahead = samplesPerSecond / 1_000 + 2 + Waveform.longest(samplesPerSecond);
    field = new Field(channels, ahead);
    phases = new Phases(channels, samplesPerSecond);
    organoidOf = new int[channels];
    indexOf = new int[channels];
    dice = new Dice(Dice.mix(seed ^ 0x63656C6C73L));
    injected = new Waveform(samplesPerSecond, 0.25, 250);
    double[] contact = contact(new Dice(Dice.mix(seed ^ 0x746F756368L)), recording, channels);
    Waveform[] kinds = Units.kinds(recording, samplesPerSecond);
    int[] named = new int[channels];
    for (int[] site : Sites.of(dish.electrodes(), recording)) {
      long own = Dice.mix(seed + (organoids.size() + 1) * Dice.GOLDEN);
      settle(own, site, network, dish, contact, kinds);
      names.add(name(units.get(units.size() - 1), named));
    }
  }

  private static double[] contact(Dice dice, RecordingProfile recording, int channels) {
    double[] contact = new double[channels];
    for (int c = 0; c < channels; c++) {
      double touch = StrictMath.exp(recording.contactSpread() * dice.gaussian());
      contact[c] = dice.uniform() < recording.deafShare() ? DEAF * touch : touch;
    }
    return contact;
  }

  private void settle(
      long seed,
      int[] site,
      NetworkProfile network,
      Dish dish,
      double[] contact,
      Waveform[] kinds) {
    List<Dish.Place> places = new ArrayList<>();
    for (int i = 0; i < site.length; i++) {
      places.add(dish.electrodes().get(site[i]));
      organoidOf[site[i]] = organoids.size();
      indexOf[site[i]] = i;
    }
    var organoid = new Organoid(seed, network, places);
    organoids.add(organoid);
    units.add(new Units(seed, recording, organoid, dish.electrodes(), contact, kinds));
  }

  /** Numbers the cells that can be told from noise, under the electrode that hears them best. */
  private int[] name(Units cells, int[] named) {
    int[] name = new int[cells.heard.length];
    for (int n = 0; n < name.length; n++) {
      boolean audible =
          cells.heard[n].length > 0 && cells.troughs[n][0] >= 1_000 * recording.audibleMicrovolts();
      name[n] = audible ? named[cells.heard[n][0]]++ : -1;
    }
    return name;
  }

  void onSpike(SpikeListener truth) {
    listener = truth;
  }

  int organoids() {
    return organoids.size();
  }

  /** Which organoid lies on {@code channel}. */
  int organoidAt(int channel) {
    return organoidOf[channel];
  }

  /** What the electrodes feel; {@link #at} says where a sample is. */
  float[] field() {
    return field.nanovolts;
  }

  int at(long sample) {
    return field.at(sample);
  }

  /**
   * {@code sample} is over.
   *
   * @param nanoamps what flowed through the electrodes, null if nothing did
   */
  void passed(long sample, double @Nullable [] nanoamps) {
    field.clear(sample);
    if (nanoamps != null) {
      phases.watch(sample, nanoamps, this::feel);
    } else if (phases.open()) {
      phases.end(this::feel);
    }
  }

  private void feel(int channel, double nanoamps, long first, int samples) {
    organoids
        .get(organoidOf[channel])
        .stimulate(
            indexOf[channel],
            nanoamps,
            samples * 1e6 / samplesPerSecond,
            (int) ((first - end) * 1_000_000 / samplesPerSecond));
  }

  /**
   * The millisecond from sample {@code from} to before {@code to}.
   *
   * @param draw whether anybody will look at it
   */
  void live(long from, long to, Milieu milieu, boolean draw) {
    start = from;
    end = to;
    drawn = draw;
    injections.take(
        to + (long) samplesPerSecond * Waveform.TROUGH_MICROS / 1_000_000, this::inject);
    for (living = 0; living < organoids.size(); living++) {
      organoids.get(living).step(milieu, this::fire);
    }
  }

  private void fire(int neuron, int micros, boolean evoked) {
    Units cells = units.get(living);
    int[] heard = cells.heard[neuron];
    if (heard.length == 0) {
      return;
    }
    double after = micros * 1e-6 * samplesPerSecond;
    long whole = (long) after;
    if (drawn) {
      double off = (dice.uniform() + dice.uniform() - 1) * UNIT * recording.jitter();
      float[] shape = cells.waveforms[neuron].beginning(after - whole);
      field.draw(start, start + whole + 1, shape, heard, cells.troughs[neuron], (float) (1 + off));
    }
    int name = names.get(living)[neuron];
    if (name >= 0) {
      long trough = start + Math.round((micros + Waveform.TROUGH_MICROS) * 1e-6 * samplesPerSecond);
      listener.onSpike(heard[0], name, trough, evoked);
    }
  }

  /** A spike with its trough at exactly that sample, to come. */
  void plan(int channel, long trough, long now) {
    injections.add(channel, trough);
    injections.take(
        end + (long) samplesPerSecond * Waveform.TROUGH_MICROS / 1_000_000,
        (c, t) -> draw(c, t, now));
  }

  private void inject(int channel, long trough) {
    if (drawn) {
      draw(channel, trough, start);
    } else {
      // Nobody clears what nobody looks at: it would be seen later.
      listener.onSpike(channel, -1, trough, false);
    }
  }

  private void draw(int channel, long trough, long now) {
    double before = Waveform.TROUGH_MICROS * 1e-6 * samplesPerSecond;
    long whole = (long) Math.ceil(before);
    injectedAt[0] = channel;
    field.draw(
        now,
        trough - whole + 1,
        injected.beginning(Math.min(0.999, whole - before)),
        injectedAt,
        injectedTrough,
        1);
    listener.onSpike(channel, -1, trough, false);
  }

  /** Nobody looks from now on: what is drawn is gone, what flowed has ended. */
  void lookAway() {
    field.clear();
    phases.end(this::feel);
  }

  @Override
  public void save(DataOutput out) throws IOException {
    out.writeLong(start);
    out.writeLong(end);
    out.writeLong(dice.state());
    field.save(out);
    phases.save(out);
    injections.save(out);
    for (Organoid organoid : organoids) {
      organoid.save(out);
    }
  }

  @Override
  public void restore(DataInput in) throws IOException {
    start = in.readLong();
    end = in.readLong();
    dice = new Dice(in.readLong());
    field.restore(in);
    phases.restore(in);
    injections.restore(in);
    for (Organoid organoid : organoids) {
      organoid.restore(in);
    }
  }
}

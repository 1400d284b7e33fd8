package org.wetstack.emulator.culture;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.wetstack.emulator.culture.chemistry.Chemistry;
import org.wetstack.emulator.culture.electrode.Electrodes;
import org.wetstack.emulator.culture.life.Environment;
import org.wetstack.emulator.culture.life.Life;
import org.wetstack.emulator.tissue.Dish;
import org.wetstack.emulator.tissue.Drive;
import org.wetstack.emulator.tissue.Fluid;
import org.wetstack.emulator.tissue.Preparation;
import org.wetstack.emulator.tissue.SpikeListener;
import org.wetstack.emulator.tissue.Stateful;

/**
 * A living culture on the electrodes of one array. Goes sample by sample: all that happens follows
 * from seed, profile and calls, to the bit. Organoids live in steps of a millisecond, each run when
 * its first sample is asked for. Not thread-safe: called under the world's lock.
 */
public final class Culture implements Preparation, Stateful {

  private final long seed;
  private final Profile profile;
  private final Dish dish;
  private final int channels;
  private final int samplesPerSecond;
  private final Electrodes electrodes;
  private final Cells cells;
  private final Conditions conditions;
  private long position;
  private long millis;
  private long stepEnd;

  /** A culture as {@code profile} says; all about it follows from {@code seed}. */
  public Culture(long seed, Profile profile, Dish dish) {
    this.seed = seed;
    this.profile = profile;
    this.dish = dish;
    channels = dish.electrodes().size();
    samplesPerSecond = dish.samplesPerSecond();
    electrodes = new Electrodes(seed, profile.electrode(), dish);
    cells = new Cells(seed, profile.network(), profile.recording(), dish);
    conditions = new Conditions(seed, profile);
  }

  /**
   * The culture that was saved in {@code file}; goes on where it was saved.
   *
   * @throws IOException if the file cannot be read, or makes no sense; it says what is wrong
   */
  public static Culture read(Path file) throws IOException {
    return of(CultureFile.read(file));
  }

  /**
   * The same, if it lay on the electrodes of {@code expected}.
   *
   * @throws IllegalArgumentException if not; it says what differs
   */
  public static Culture read(Path file, Dish expected) throws IOException {
    SavedCulture saved = CultureFile.read(file);
    saved.requireDish(expected);
    return of(saved);
  }

  private static Culture of(SavedCulture saved) throws IOException {
    var culture = new Culture(saved.seed(), saved.profile(), saved.dish());
    saved.restore(culture.parts());
    return culture;
  }

  /**
   * Saves all there is of this culture in {@code file}.
   *
   * @throws IOException if that fails; what was there before is then untouched
   */
  public void write(Path file) throws IOException {
    CultureFile.write(file, seed, profile, dish, parts());
  }

  private List<CultureFile.Part> parts() {
    return List.of(new CultureFile.Part("culture", this));
  }

  @Override
  public int electrodes() {
    return channels;
  }

  @Override
  public void step(Drive drive, int[] nanovolts) {
    if (position == stepEnd) {
      live(true);
    }
    electrodes.step(position, drive, cells.field(), cells.at(position), nanovolts);
    cells.passed(position, drive.active ? electrodes.flowed() : null);
    position++;
  }

  @Override
  public void rest(Drive drive, int samples, int[] nanovolts) {
    int made = 0;
    while (made < samples) {
      if (position == stepEnd) {
        live(true);
      }
      int count = (int) Math.min(samples - made, stepEnd - position);
      for (int i = 0; i < count; i++, made++) {
        electrodes.rest(position, cells.field(), cells.at(position), nanovolts, made * channels);
        cells.passed(position, null);
        position++;
      }
      electrodes.discharge(drive, count, nanovolts, (made - count) * channels);
    }
  }

  /** The next millisecond of the organoids; ends of milliseconds are whole samples. */
  private void live(boolean draw) {
    millis++;
    stepEnd = millis * samplesPerSecond / 1_000;
    cells.live(position, stepEnd, conditions.millisecond(), draw);
    if (millis % 1_000 == 0) {
      electrodes.age(1);
      conditions.second(electrodes.takeStrainPicocoulombs());
    }
  }

  /**
   * Lets {@code samples} samples pass in which nobody looks at voltages and nothing is driven:
   * cells live on, spikes are told, chemistry goes on; several times faster than {@link #step}.
   * Spikes that the bench injected meanwhile, and those under way, are not to be seen afterwards.
   */
  public void pass(long samples) {
    if (samples < 0) {
      throw new IllegalArgumentException("time does not go back: " + samples + " samples");
    }
    if (samples == 0) {
      return;
    }
    long until = position + samples;
    // Spikes of the last milliseconds reach into the samples that are looked at again.
    long near = until - 3L * samplesPerSecond / 1_000;
    cells.lookAway();
    long relaxed = position;
    while (position < until) {
      if (position == stepEnd) {
        if ((millis + 1) % 1_000 == 0) {
          electrodes.relax(position - relaxed);
          relaxed = position;
        }
        live(position >= near);
      }
      long next = Math.min(until, stepEnd);
      for (; position < next; position++) {
        if (position >= near) {
          cells.passed(position, null);
        }
      }
    }
    electrodes.relax(until - relaxed);
  }

  /**
   * Lets days go by, in coarse steps: electrodes, chemistry and life go on, the network stands
   * still and no sample is counted.
   *
   * @param duration whole seconds, at most ten years
   */
  public void rest(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds < 1 || seconds > 3_652L * 86_400 || duration.toNanosPart() != 0) {
      throw new IllegalArgumentException(
          "a culture rests for 1 s to ten years in whole seconds, not " + duration);
    }
    cells.lookAway();
    // What is left over harms while it leaks away.
    long first = Math.min(seconds, 60);
    for (long s = 0; s < first; s++) {
      electrodes.relax(samplesPerSecond);
      electrodes.age(1);
    }
    if (seconds > first) {
      electrodes.relax((seconds - first) * samplesPerSecond);
      electrodes.age(seconds - first);
    }
    conditions.rest(seconds, electrodes.takeStrainPicocoulombs());
  }

  /** The sample that the next {@link #step} makes, counted from 0. */
  public long position() {
    return position;
  }

  /** Tells {@code truth} of every spike from now on, instead of whom it told before. */
  public void onSpike(SpikeListener truth) {
    cells.onSpike(truth);
  }

  /** Bench face: charge, damage and impedance of the electrodes. */
  public Electrodes surfaces() {
    return electrodes;
  }

  /** Bench face: what is in the dish; light is shone on it here. */
  public Chemistry chemistry() {
    return conditions.chemistry;
  }

  /** Bench face: how the culture does. */
  public Life life() {
    return conditions.life;
  }

  /** Bench face: the air around it. */
  public Environment environment() {
    return conditions.environment();
  }

  /** Bench face: the air is so from now on. */
  public void environment(Environment air) {
    conditions.environment(air);
  }

  /** What it is like. */
  public Profile profile() {
    return profile;
  }

  /** The electrodes it lies on. */
  public Dish dish() {
    return dish;
  }

  /** How many organoids there are. */
  public int organoids() {
    return cells.organoids();
  }

  /** The organoid on {@code electrode}, counted from 0. */
  public int organoidAt(int electrode) {
    require(electrode);
    return cells.organoidAt(electrode);
  }

  @Override
  public int kiloohms(int electrode) {
    require(electrode);
    return electrodes.kiloohms(electrode);
  }

  @Override
  public int noiseNanovolts(int electrode) {
    require(electrode);
    return electrodes.noiseNanovolts(electrode);
  }

  @Override
  public void infuse(Fluid fluid, long nanoliters) {
    conditions.chemistry.infuse(fluid, nanoliters);
  }

  /**
   * {@inheritDoc} Asked for less than 0.3 ms ahead, its beginning is cut off.
   *
   * @throws IllegalArgumentException if there is no such electrode or {@code samples} is negative
   * @throws IllegalStateException if 4096 are planned already
   */
  @Override
  public void injectSpike(int electrode, long samples) {
    require(electrode);
    if (samples < 0) {
      throw new IllegalArgumentException("a spike cannot come " + -samples + " samples ago");
    }
    cells.plan(electrode, position + samples, position);
  }

  private void require(int electrode) {
    if (electrode < 0 || electrode >= channels) {
      throw new IllegalArgumentException(
          "no electrode " + electrode + "; there are 0 to " + (channels - 1));
    }
  }

  @Override
  public void save(DataOutput out) throws IOException {
    out.writeLong(position);
    out.writeLong(millis);
    electrodes.save(out);
    cells.save(out);
    conditions.save(out);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    position = in.readLong();
    millis = in.readLong();
    if (position < 0 || millis < 0 || millis > Long.MAX_VALUE / 1_000_000) {
      throw new IOException("the saved culture is at sample " + position + ", ms " + millis);
    }
    stepEnd = millis * samplesPerSecond / 1_000;
    if (position > stepEnd) {
      throw new IOException("the saved culture is at sample " + position + ", past " + stepEnd);
    }
    electrodes.restore(in);
    cells.restore(in);
    conditions.restore(in);
  }
}

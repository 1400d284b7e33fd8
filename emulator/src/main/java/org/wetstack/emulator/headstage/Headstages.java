package org.wetstack.emulator.headstage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wetstack.emulator.chip.Amplifiers;
import org.wetstack.emulator.chip.Chip;
import org.wetstack.emulator.chip.ChipParameters;
import org.wetstack.emulator.chip.Rhd2132;
import org.wetstack.emulator.chip.Rhs2116;
import org.wetstack.emulator.tissue.Preparation;

/**
 * The amplifier chips of one array and the part of the firmware that speaks to them, frame by
 * frame. A frame is one sample of all channels: the chips drive, the preparation answers, and each
 * chip's words go out. Samples are what replies say, and nothing else. What an order says is
 * written in the next frame, and acts in the sample after it.
 *
 * <p>Not thread-safe: used under the world's lock.
 */
public final class Headstages {

  /** With 20 slots a frame an RHS2116 could do 35.7 kS/s, its 714 kS/s in all. */
  public static final int MAX_SAMPLES_PER_SECOND = 30_000;

  /** How many frames are made at once, at most. */
  public static final int MAX_FRAMES = 32;

  /** One count of any of these chips. */
  public static final int NANOVOLTS_PER_COUNT = 195;

  /** How many steps a magnitude can have. */
  public static final int MAX_STEPS = 255;

  /** What another chip would say in the place of one. */
  private static final int RHS_OTHER_ID = 1;

  private static final int RHD_OTHER_ID = 4;

  private final int channelsPerChip;
  private final int stepNanoamps;
  private final List<Port> ports = new ArrayList<>();
  private final Frames frames;
  private final long seed;

  /**
   * Chips for {@code channels} electrodes, without power yet.
   *
   * @param seed of what differs from chip to chip, and of what they hold at power-up
   * @param samplesPerSecond 1000 to {@value #MAX_SAMPLES_PER_SECOND}
   * @param stepNanoamps one of {@link #stepsNanoamps} if they stimulate, 0 if they only record
   */
  public Headstages(
      long seed,
      int channels,
      int samplesPerSecond,
      int stepNanoamps,
      ChipParameters parameters,
      Preparation preparation) {
    this.seed = seed;
    this.stepNanoamps = stepNanoamps;
    channelsPerChip = stepNanoamps > 0 ? 16 : 32;
    int count = (channels + channelsPerChip - 1) / channelsPerChip;
    var amplifiers = new Amplifiers(count, channelsPerChip, samplesPerSecond, parameters, seed);
    var stimulators = new Rhs2116[stepNanoamps > 0 ? count : 0];
    var chips = new Chip[count];
    for (int i = 0; i < count; i++) {
      if (stepNanoamps > 0) {
        stimulators[i] = new Rhs2116(amplifiers, i, samplesPerSecond, parameters, seed + i);
        chips[i] = stimulators[i];
        ports.add(port(stimulators[i], samplesPerSecond, stepNanoamps));
      } else {
        var chip = new Rhd2132(amplifiers, i, samplesPerSecond, parameters, seed + i);
        chips[i] = chip;
        ports.add(port(chip, samplesPerSecond));
      }
    }
    frames =
        new Frames(
            channels,
            ports,
            chips,
            amplifiers,
            new Currents(stimulators, ports, channels, parameters),
            preparation);
  }

  /** The firmware's side of {@code chip}, which stimulates. */
  private static Port port(Rhs2116 chip, int samplesPerSecond, int stepNanoamps) {
    var commands = new Rhs2116Commands(samplesPerSecond, stepNanoamps);
    var bus = new Bus(chip, chip::powerCycle, commands, RHS_OTHER_ID);
    return new Port(bus, commands, new Outputs(), samplesPerSecond);
  }

  /** The firmware's side of {@code chip}, which records. */
  private static Port port(Rhd2132 chip, int samplesPerSecond) {
    var commands = new Rhd2132Commands(samplesPerSecond);
    var bus = new Bus(chip, chip::powerCycle, commands, RHD_OTHER_ID);
    return new Port(bus, commands, null, samplesPerSecond);
  }

  /** The steps in which a chip's currents can be set. */
  public static List<Integer> stepsNanoamps() {
    return Rhs2116Commands.stepsNanoamps();
  }

  /** How many chips there are. */
  public int chips() {
    return ports.size();
  }

  /** How many electrodes are on one chip. */
  public int channelsPerChip() {
    return channelsPerChip;
  }

  /** Power goes: what the chips held is lost. */
  public void powerLost() {
    ports.forEach(port -> port.bus().powerCycle());
  }

  /** Power is there: each chip is checked and set up, before the first frame. */
  public void boot() {
    ports.forEach(Port::boot);
  }

  /**
   * Frames in which nothing new is ordered. Their samples are put into {@code counts}, frame by
   * frame, in the order of the channels.
   *
   * @param count 1 to {@value #MAX_FRAMES}
   */
  public void frames(short[] counts, int count) {
    frames.make(counts, count);
  }

  private Outputs outputs(int electrode) {
    Outputs found = ports.get(electrode / channelsPerChip).outputs();
    if (found == null) {
      throw new IllegalStateException("these chips only record");
    }
    return found;
  }

  private int channel(int electrode) {
    return electrode % channelsPerChip;
  }

  /** The current that {@code electrodes} are to have when it flows next in that direction. */
  public void magnitude(int[] electrodes, int nanoamps) {
    for (int each : electrodes) {
      outputs(each).magnitude(channel(each), nanoamps > 0, Math.abs(nanoamps) / stepNanoamps);
    }
  }

  /** Currents of which the chips have not been told yet are not wanted any more. */
  public void forgetMagnitudes() {
    for (Port port : ports) {
      Outputs stimulating = port.outputs();
      if (stimulating != null) {
        stimulating.forgetMagnitudes();
      }
    }
  }

  /** How many writes {@link #magnitude} would take on the chip that needs most of them. */
  public int writesFor(int[] electrodes, int... nanoamps) {
    var writes = new int[ports.size()];
    for (int each : electrodes) {
      for (int amplitude : nanoamps) {
        boolean differs =
            outputs(each).differs(channel(each), amplitude > 0, Math.abs(amplitude) / stepNanoamps);
        writes[each / channelsPerChip] += differs ? 1 : 0;
      }
    }
    return Arrays.stream(writes).max().orElse(0);
  }

  /** Current flows from the sample after the next frame on: -1 cathodic, 1 anodic, 0 none. */
  public void drive(int[] electrodes, int sign) {
    for (int each : electrodes) {
      outputs(each).drive(channel(each), sign);
    }
  }

  /** Holds their amplifiers at the baseline. */
  public void settle(int[] electrodes, boolean so) {
    for (int each : electrodes) {
      outputs(each).settle(channel(each), so);
    }
  }

  /** Shorts them to the ground of stimulation, for charge recovery. */
  public void discharge(int[] electrodes, boolean so) {
    for (int each : electrodes) {
      outputs(each).discharge(channel(each), so);
    }
  }

  /** The compliance monitors of their chips are cleared with the next order. */
  public void forgetCompliance(int[] electrodes) {
    for (int each : electrodes) {
      outputs(each).forgetCompliance();
    }
  }

  /** Whether the compliance monitors of all chips are read in each frame. */
  public void watchCompliance(boolean so) {
    ports.forEach(port -> port.watch(so));
  }

  /** The electrodes whose stimulators were found to have run out of voltage since last asked. */
  public List<Integer> takeExceeded() {
    List<Integer> found = List.of();
    for (int i = 0; i < ports.size(); i++) {
      int bits = ports.get(i).takeExceeded();
      for (int c = 0; bits != 0; c++, bits >>>= 1) {
        if ((bits & 1) != 0) {
          found = found.isEmpty() ? new ArrayList<>() : found;
          found.add(i * channelsPerChip + c);
        }
      }
    }
    return found;
  }

  /** What is wrong with the first chip that is not in order, for a person; null if all are. */
  public @Nullable String fault() {
    for (int i = 0; i < ports.size(); i++) {
      String fault = ports.get(i).fault();
      if (fault != null) {
        return "chip " + i + ": " + fault;
      }
    }
    return null;
  }

  /** Whether chip {@code chip} has a register {@code address}. */
  public boolean exists(int chip, int address) {
    return chip >= 0 && chip < ports.size() && ports.get(chip).commands().exists(address);
  }

  /** Why {@code value} may not be written to a register; empty if it may. */
  public String objection(int chip, int address, int value) {
    return ports.get(chip).commands().objection(address, value);
  }

  /** A register is read in the next free slot of its chip. */
  public void read(int chip, int address) {
    ports.get(chip).host().read(address);
  }

  /** A register is written and read back in the next free slots of its chip. */
  public void write(int chip, int address, int value) {
    ports.get(chip).host().write(address, value);
  }

  /** Whether what was read last from {@code chip} has come. */
  public boolean hasAnswer(int chip) {
    return ports.get(chip).host().done();
  }

  /** What came. */
  public int answer(int chip) {
    return ports.get(chip).host().answer();
  }

  /**
   * Bench face: from now on this, and nothing else, is wrong at the bus of chip {@code chip}; null
   * if nothing is. A chip that was dead has lost what it held.
   */
  public void fault(int chip, @Nullable BusFault wrong) {
    Port port = ports.get(chip);
    int bits = port.commands().bits();
    port.bus().fault(wrong, (int) Math.floorMod(seed + chip, (long) bits));
    port.distrust();
  }

  /** Bench face: {@code listener} is told of all words to and from a chip; null ends that. */
  public void probe(int chip, @Nullable BusProbe listener) {
    ports.get(chip).bus().probe(listener);
  }
}

package org.wetstack.emulator.chip;

/**
 * An Intan RHS2116, which records from and stimulates sixteen electrodes: from its data sheet,
 * register by register. What command k does happens in window k+1 of the bus, in this order: the
 * sample of a CONVERT at the falling edge of CS, a WRITE at the 4th clock, U at the 17th, the DC
 * sample at the 22nd; its reply is shifted out in window k+2.
 *
 * <p>For each sampling period a board asks what the chip drives ({@link #quiet}, {@link #nanoamps},
 * {@link #recovers}), tells how the electrodes answered ({@link #answer}) unless it was quiet, and
 * what they show ({@link #sense}), and then exchanges the words of the frame.
 */
public final class Rhs2116 implements Chip {

  /** How many channels it has. */
  public static final int CHANNELS = 16;

  private static final int NEXT_CHANNEL = 63;
  private static final int U = 0x2000_0000;
  private static final int M = 0x1000_0000;
  private static final int D = 0x0800_0000;
  private static final int H = 0x0400_0000;

  private static final int TWOS_COMPLEMENT = 1 << 6;
  private static final int ABSOLUTE = 1 << 5;
  private static final int DSP = 1 << 4;
  private static final int MICROVOLTS_PER_DC_CODE = 19_230;

  private final double samplesPerSecond;
  private final long seed;
  private final ChipParameters parameters;
  private final Registers registers;
  private final Amplifiers amplifiers;
  private final DspFilter dsp;
  private final Stimulators stimulators;
  private final LimitedRecovery limited;
  private final ImpedanceCheck check;
  private final Compliance compliance;
  private final Bandwidth bandwidth = new Bandwidth();

  private final int[] codes = new int[CHANNELS];
  private final int[] microvolts = new int[CHANNELS];
  private double faultMicroamps;
  private long powerUps;

  // The bus: the command whose turn comes in the next window, and the reply that goes out in it.
  private int pending;
  private int ready;

  private int format;
  private int settled;
  private int lowSelected;
  private int recovering;
  private int channel;
  private int lastDc;
  private boolean analogChanged;
  private boolean quiet;

  /**
   * Just powered.
   *
   * @param samplesPerSecond how often {@link #sense} will be called
   * @param seed of what is indeterminate at power-up, and of what differs from chip to chip
   */
  public Rhs2116(double samplesPerSecond, ChipParameters parameters, long seed) {
    this.samplesPerSecond = samplesPerSecond;
    this.seed = seed;
    this.parameters = parameters;
    registers = new Registers(parameters);
    amplifiers = new Amplifiers(CHANNELS, samplesPerSecond, parameters, seed);
    dsp = new DspFilter(CHANNELS, parameters);
    stimulators = new Stimulators(registers, parameters);
    limited = new LimitedRecovery(parameters);
    check = new ImpedanceCheck(samplesPerSecond, parameters);
    compliance = new Compliance(parameters);
    powerCycle();
  }

  /** Bench face: power goes and comes; all that can be written is indeterminate again. */
  public void powerCycle() {
    long start = Seeds.at(seed, -2 - powerUps++);
    registers.powerUp(start);
    compliance.powerUp((int) Seeds.at(start, 256));
    channel = (int) Seeds.at(start, 257) & 15;
    ready = (int) Seeds.at(start, 258);
    // Some word was there before the first: its reply means nothing either.
    pending = 0xC000_0000 | ((int) Seeds.at(start, 259) & 0x003F_0000);
    dsp.clear();
    check.powerUp();
    format = registers.active(Registers.FORMAT);
    changed(true);
  }

  @Override
  public int channels() {
    return CHANNELS;
  }

  @Override
  public int exchange(int mosi) {
    int out = ready;
    int command = pending;
    pending = mosi;
    ready =
        switch (command >>> 30) {
          case 0 -> convert(command);
          case 1 -> (format & TWOS_COMPLEMENT) != 0 ? 0 : 0x8000_0000;
          case 2 -> write(command);
          default -> read(command);
        };
    return out;
  }

  private int convert(int command) {
    int asked = command >> 16 & 0x3F;
    if (asked == NEXT_CHANNEL) {
      if (parameters.convertNextIncrementsFirst()) {
        channel = channel + 1 & 15;
        asked = channel;
      } else {
        asked = channel;
        channel = channel + 1 & 15;
      }
    } else if (asked < CHANNELS) {
      channel = asked;
    }
    int sample = asked < CHANNELS ? sample(asked, command) : parameters.otherChannelCode();
    if ((command & (U | M)) != 0) {
      flags(command);
    }
    int dc = 0;
    if ((command & D) != 0) {
      dc = asked < CHANNELS ? dc(asked) : 0;
      lastDc = dc;
    } else if (parameters.staleDc()) {
      dc = lastDc;
    }
    return sample << 16 | dc;
  }

  private int sample(int asked, int command) {
    int x = (settled >> asked & 1) != 0 ? 0 : codes[asked];
    int y = dsp.filter(asked, x, (format & DSP) != 0, format & 15, (command & H) != 0);
    if ((format & ABSOLUTE) != 0) {
      y = Math.min(Short.MAX_VALUE, Math.abs(y));
    }
    return (format & TWOS_COMPLEMENT) != 0 ? y & 0xFFFF : y + 0x8000;
  }

  private int dc(int asked) {
    if ((registers.active(Registers.DC_POWER) >> asked & 1) == 0) {
      return parameters.dcCodeWhenOff();
    }
    int reach = Math.max(lowestMicrovolts(), Math.min(highestMicrovolts(), microvolts[asked]));
    int code = 512 - Math.floorDiv(reach + MICROVOLTS_PER_DC_CODE / 2, MICROVOLTS_PER_DC_CODE);
    return Math.max(0, Math.min(1_023, code));
  }

  private int write(int command) {
    int address = command >> 16 & 0xFF;
    int data = command & 0xFFFF;
    registers.write(address, data);
    if (Registers.writable(address) && !Registers.isTriggered(address)) {
      if (address == Registers.FORMAT) {
        format = data;
      } else {
        changed(address >= Registers.RH1 && address <= Registers.AC_POWER);
      }
    }
    if ((command & (U | M)) != 0) {
      flags(command);
    }
    return 0xFFFF_0000 | data;
  }

  private int read(int command) {
    int address = command >> 16 & 0xFF;
    int before = address == Registers.COMPLIANCE ? compliance.tripped() : 0;
    if ((command & (U | M)) != 0) {
      flags(command);
    }
    if (address == Registers.COMPLIANCE) {
      return parameters.complianceReadBeforeClear() ? before : compliance.tripped();
    }
    return address == Registers.FAULT ? fault() : registers.read(address);
  }

  private void flags(int command) {
    if ((command & U) != 0 && registers.trigger()) {
      changed(
          registers.active(Registers.SETTLE) != settled
              || registers.active(Registers.LOW_A) != lowSelected);
    }
    if ((command & M) != 0) {
      compliance.clear();
    }
  }

  /** A register has changed that is not looked up each time. */
  private void changed(boolean analog) {
    analogChanged |= analog;
    settled = registers.active(Registers.SETTLE);
    lowSelected = registers.active(Registers.LOW_A);
    stimulators.refresh();
    boolean mayRecover = !parameters.recoveryNeedsEnable() || stimulators.enabled();
    recovering = mayRecover ? registers.active(Registers.SHORT) : 0;
    limited.connect(mayRecover ? registers.active(Registers.RECOVERY) : 0);
    boolean checking = (registers.active(Registers.ZCHECK) & 1) != 0;
    quiet = (stimulators.on() | recovering | limited.on()) == 0 && !checking;
  }

  @Override
  public void sense(int[] nanovolts, int from) {
    if (analogChanged) {
      analogChanged = false;
      configure();
    }
    amplifiers.amplify(nanovolts, from, codes);
    check.step(registers.active(Registers.ZCHECK_DAC), dacPowered());
  }

  private void configure() {
    bandwidth.set(
        registers.active(Registers.RH1),
        registers.active(Registers.RH2),
        registers.active(Registers.RL_A),
        registers.active(Registers.RL_B));
    int power = registers.active(Registers.AC_POWER);
    // Beyond this a filter at this rate could not show it.
    double most = 0.45 * samplesPerSecond;
    double lowA = Math.min(most, bandwidth.lowHertzA());
    double lowB = Math.min(most, bandwidth.lowHertzB());
    for (int i = 0; i < CHANNELS; i++) {
      amplifiers.power(i, (power >> i & 1) != 0);
      amplifiers.settle(i, (settled >> i & 1) != 0);
      amplifiers.lowHertz(i, (lowSelected >> i & 1) != 0 ? lowA : lowB);
    }
    amplifiers.highHertz(bandwidth.highHertz());
  }

  private boolean dacPowered() {
    return (registers.active(Registers.ZCHECK) & 1 << 6) != 0;
  }

  /** Whether it drives nothing and shorts nothing in the coming sampling period. */
  public boolean quiet() {
    return quiet;
  }

  /**
   * The mean of all currents that it drives into an electrode in the coming sampling period:
   * stimulation, current-limited recovery, impedance check. Cathodic is negative.
   */
  public double nanoamps(int electrode) {
    double sum = stimulators.nanoamps(electrode) + limited.nanoamps(electrode);
    int control = registers.active(Registers.ZCHECK);
    if ((control & 1) != 0 && (control >> 8 & 15) == electrode) {
      sum += check.nanoamps(registers.active(Registers.ZCHECK_DAC), dacPowered(), control >> 3 & 3);
    }
    return sum;
  }

  /** Whether it shorts an electrode to the ground of stimulation. */
  public boolean recovers(int electrode) {
    return (recovering >> electrode & 1) != 0;
  }

  /**
   * How the electrodes answered in the sampling period that passes.
   *
   * @param microvolts of each electrode against ground, those of this chip beginning at {@code
   *     from}
   * @param exceeded whether a stimulator ran out of voltage
   */
  public void answer(int[] microvolts, boolean[] exceeded, int from) {
    System.arraycopy(microvolts, from, this.microvolts, 0, CHANNELS);
    if (limited.on() != 0) {
      limited.follow(
          microvolts,
          from,
          registers.active(Registers.RECOVERY_TARGET),
          registers.active(Registers.RECOVERY_LIMIT));
    }
    compliance.watch(exceeded, from, stimulators.on());
  }

  /** The lowest voltage to which it can drive an electrode. */
  public int lowestMicrovolts() {
    return 1_000 * (parameters.lowHeadroomMillivolts() - parameters.stimulationSupplyMillivolts());
  }

  /** The highest voltage to which it can drive an electrode. */
  public int highestMicrovolts() {
    return 1_000 * (parameters.stimulationSupplyMillivolts() - parameters.highHeadroomMillivolts());
  }

  /** The pin stim_en, high at first. */
  public void stimulationEnabledPin(boolean high) {
    stimulators.enablePin(high);
    changed(false);
  }

  /** Bench face: a current leaks from the ground of stimulation, as when fluid got somewhere. */
  public void faultCurrent(double microamps) {
    faultMicroamps = microamps;
  }

  private int fault() {
    return Math.abs(faultMicroamps) >= parameters.faultMicroamps() ? 1 : 0;
  }
}

package org.wetstack.emulator.chip;

/**
 * An Intan RHS2116, which records from and stimulates sixteen electrodes: from its data sheet,
 * register by register. What command k does happens in window k+1 of the bus, in this order: the
 * sample of a CONVERT at the falling edge of CS, a WRITE at the 4th clock, U at the 17th, the DC
 * sample at the 22nd; its reply is shifted out in window k+2.
 *
 * <p>For each sampling period a board asks what the chip drives ({@link #quiet}, {@link #nanoamps},
 * {@link #recovers}), tells how the electrodes answered ({@link #answer}) when they did, and what
 * they show ({@link #sense}), and then exchanges the words of the frame.
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

  private final long seed;
  private final ChipParameters parameters;
  private final boolean staleDc;
  private final Registers registers;
  private final Inputs inputs;
  private final DspFilter dsp;
  private final Outputs outputs;
  private double faultMicroamps;
  private long powerUps;

  // The bus: the command whose turn comes in the next window, and the reply that goes out in it.
  private int pending;
  private int ready;

  private int channel;
  private int lastDc;

  /**
   * Just powered.
   *
   * @param samplesPerSecond how often {@link #sense} will be called
   * @param seed of what is indeterminate at power-up, and of what differs from chip to chip
   */
  public Rhs2116(double samplesPerSecond, ChipParameters parameters, long seed) {
    this(
        new Amplifiers(CHANNELS, samplesPerSecond, parameters, seed),
        0,
        samplesPerSecond,
        parameters,
        seed);
  }

  /** The same, as number {@code number} of those that {@code amplifiers} are of. */
  public Rhs2116(
      Amplifiers amplifiers,
      int number,
      double samplesPerSecond,
      ChipParameters parameters,
      long seed) {
    this.seed = seed;
    this.parameters = parameters;
    staleDc = parameters.staleDc();
    registers = new Registers(parameters);
    inputs = new Inputs(samplesPerSecond, registers, amplifiers, number);
    dsp = new DspFilter(CHANNELS, parameters);
    outputs = new Outputs(samplesPerSecond, registers, parameters);
    powerCycle();
  }

  /** Bench face: power goes and comes; all that can be written is indeterminate again. */
  public void powerCycle() {
    long start = Seeds.at(seed, -2 - powerUps++);
    registers.powerUp(start);
    outputs.powerUp((int) Seeds.at(start, 256));
    channel = (int) Seeds.at(start, 257) & 15;
    lastDc = (int) Seeds.at(start, 258) & 0x3FF;
    ready = (int) Seeds.at(start, 259);
    // Some word was there before the first, and what is replied to it means nothing either; a READ
    // of ROM or of nothing would be known, so it is of a register.
    pending = 0xC000_0000 | ((int) Seeds.at(start, 260) & 0x0007_0000);
    dsp.clear();
    format();
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
          case 1 -> dsp.signature() << 16;
          case 2 -> write(command);
          default -> read(command);
        };
    return out;
  }

  private int convert(int command) {
    int asked = command >> 16 & 0x3F;
    if (asked < CHANNELS) {
      channel = asked;
    } else if (asked == NEXT_CHANNEL) {
      asked = nextChannel();
    } else {
      return convertNone(command);
    }
    int sample = dsp.convert(asked, inputs.code(asked), (command & H) != 0);
    if ((command & (U | M)) != 0) {
      flags(command);
    }
    if ((command & D) != 0) {
      lastDc = outputs.dcCode(asked);
      return sample << 16 | lastDc;
    }
    return sample << 16 | (staleDc ? lastDc : 0);
  }

  private int nextChannel() {
    int before = channel;
    channel = (before + 1) & 15;
    return parameters.convertNextIncrementsFirst() ? channel : before;
  }

  /** A CONVERT of what is no channel. */
  private int convertNone(int command) {
    if ((command & (U | M)) != 0) {
      flags(command);
    }
    return parameters.otherChannelCode() << 16 | (staleDc ? lastDc : 0);
  }

  private int write(int command) {
    int address = command >> 16 & 0xFF;
    int data = command & 0xFFFF;
    registers.write(address, data);
    if (Registers.writable(address) && !Registers.isTriggered(address)) {
      changedPlain(address);
    }
    if ((command & (U | M)) != 0) {
      flags(command);
    }
    return 0xFFFF_0000 | data;
  }

  private int read(int command) {
    int address = command >> 16 & 0xFF;
    int before = outputs.compliance().tripped();
    if ((command & (U | M)) != 0) {
      flags(command);
    }
    if (address == Registers.COMPLIANCE) {
      return parameters.complianceReadBeforeClear() ? before : outputs.compliance().tripped();
    }
    if (address == Registers.FAULT) {
      return Math.abs(faultMicroamps) >= parameters.faultMicroamps() ? 1 : 0;
    }
    return registers.read(address);
  }

  private void flags(int command) {
    if ((command & U) != 0 && registers.trigger()) {
      changed(inputs.selectionDiffers());
    }
    if ((command & M) != 0) {
      outputs.compliance().clear();
    }
  }

  private void changedPlain(int address) {
    switch (address) {
      case Registers.FORMAT -> format();
      case Registers.DC_POWER -> outputs.refreshDc();
      case Registers.ZCHECK_DAC, Registers.SUPPLY -> {}
      default -> changed(address >= Registers.RH1 && address <= Registers.AC_POWER);
    }
  }

  private void format() {
    int format = registers.active(Registers.FORMAT);
    dsp.format(
        (format & DSP) != 0,
        format & 15,
        (format & ABSOLUTE) != 0,
        (format & TWOS_COMPLEMENT) != 0);
  }

  /** A register has changed that is not looked up each time. */
  private void changed(boolean analog) {
    inputs.refresh(analog);
    outputs.refresh();
  }

  @Override
  public void sense(int[] nanovolts, int from) {
    pass(1);
    inputs.sense(nanovolts, from);
  }

  @Override
  public void pass(int samples) {
    inputs.configure();
    outputs.step(samples);
  }

  @Override
  public void converts(short[] codes, int at) {
    inputs.codes(codes, at);
  }

  @Override
  public boolean showsCodes() {
    return dsp.showsCodes();
  }

  /** Whether it drives nothing and shorts nothing in the coming sampling period. */
  public boolean quiet() {
    return outputs.quiet();
  }

  /**
   * The mean of all currents that it drives into an electrode in the coming sampling period:
   * stimulation, current-limited recovery, impedance check. Cathodic is negative.
   */
  public double nanoamps(int electrode) {
    return outputs.nanoamps(electrode);
  }

  /** Whether it shorts an electrode to the ground of stimulation. */
  public boolean recovers(int electrode) {
    return outputs.shorts(electrode);
  }

  /**
   * How the electrodes answered in the sampling period that passes.
   *
   * @param microvolts of each electrode against ground, those of this chip beginning at {@code
   *     from}
   * @param exceeded whether a stimulator ran out of voltage
   */
  public void answer(int[] microvolts, boolean[] exceeded, int from) {
    outputs.answer(microvolts, exceeded, from);
  }

  /** The lowest voltage to which it can drive an electrode, against ground. */
  public int lowestMicrovolts() {
    return outputs.lowestMicrovolts();
  }

  /** The highest voltage to which it can drive an electrode, against ground. */
  public int highestMicrovolts() {
    return outputs.highestMicrovolts();
  }

  /** The pin stim_en, high at first. */
  public void stimulationEnabledPin(boolean high) {
    outputs.enablePin(high);
  }

  /** Bench face: a current leaks from the ground of stimulation, as when fluid got somewhere. */
  public void faultCurrent(double microamps) {
    faultMicroamps = microamps;
  }

  /** Its pins that a register sets, as they are now. */
  public Pins pins() {
    return Pins.of(registers.active(Registers.FORMAT), parameters.lvds());
  }

  /** What it draws from its supplies now, if it converts so often. */
  public SupplyCurrent supply(double conversionsPerSecond) {
    return SupplyCurrent.of(
        registers, outputs, inputs.highHertz(), conversionsPerSecond, parameters.lvds());
  }
}

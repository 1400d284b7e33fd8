package org.wetstack.emulator.chip;

/**
 * What the recording chips of Intan have in common, from their data sheet: words of 16 bits,
 * registers of 8. What command k does happens in window k+1 of the bus, its reply is shifted out in
 * window k+2.
 */
abstract sealed class Rhd implements Chip permits Rhd2132, Rhd2164, Rhd2216 {

  private static final int CALIBRATE = 0x5500;
  private static final int CALIBRATION_WINDOWS = 9;
  private static final int NEXT_CHANNEL = 63;
  private static final int VDD_SENSOR = 48;
  private static final int TEMPERATURE = 49;
  private static final int AUXILIARY = 32;
  private static final int LAST_ADDRESS = 17;

  // Fields of registers.
  private static final int FAST_SETTLE = 1 << 5;
  private static final int VDD_ENABLE = 1 << 6;
  private static final int TWOS_COMPLEMENT = 1 << 6;
  private static final int ABSOLUTE = 1 << 5;
  private static final int DSP = 1 << 4;

  private final RhdSpec spec;
  private final double samplesPerSecond;
  private final long seed;
  private final ChipParameters parameters;
  private final Amplifiers amplifiers;
  private final int number;
  private final DspFilter dsp;
  private final RhdSensors sensors = new RhdSensors();
  private final int[] ram = new int[22];
  private final int[] sensed;
  private short[] codes;
  private int codesFrom;
  private int pending;
  private int ready;
  private int ignored;
  private int channel;
  private long powerUps;
  private boolean analogChanged;

  Rhd(RhdSpec spec, double samplesPerSecond, ChipParameters parameters, long seed) {
    this(
        spec,
        new Amplifiers(spec.channels(), samplesPerSecond, parameters, seed),
        0,
        samplesPerSecond,
        parameters,
        seed);
  }

  Rhd(
      RhdSpec spec,
      Amplifiers amplifiers,
      int number,
      double samplesPerSecond,
      ChipParameters parameters,
      long seed) {
    this.spec = spec;
    this.samplesPerSecond = samplesPerSecond;
    this.seed = seed;
    this.parameters = parameters;
    this.amplifiers = amplifiers;
    this.number = number;
    dsp = new DspFilter(spec.channels(), parameters);
    codes = new short[spec.channels()];
    sensed = new int[spec.channels()];
    powerCycle();
  }

  /** Bench face: power goes and comes; all that can be written is indeterminate again. */
  public void powerCycle() {
    long start = Seeds.at(seed, -2 - powerUps++);
    for (int i = 0; i < ram.length; i++) {
      ram[i] = i <= LAST_ADDRESS || spec.twoLines() ? (int) Seeds.at(start, i) & 0xFF : 0;
    }
    channel = (int) Seeds.at(start, 64) & (spec.perLine() - 1);
    ready = (int) Seeds.at(start, 65) & (spec.twoLines() ? -1 : 0xFFFF);
    pending = 0xC000 | ((int) Seeds.at(start, 66) & 0x0F00);
    ignored = 0;
    dsp.clear();
    format();
    analogChanged = true;
  }

  /** Bench face: what the auxiliary inputs, the supply and the temperature are. */
  public RhdSensors sensors() {
    return sensors;
  }

  @Override
  public int channels() {
    return spec.channels();
  }

  @Override
  public int exchange(int mosi) {
    int out = ready;
    int command = pending;
    pending = mosi & 0xFFFF;
    if (ignored > 0 && command != CALIBRATE) {
      ignored--;
      ready = both(dsp.signature());
      return out;
    }
    ready =
        switch (command >>> 14) {
          case 0 -> convert(command >> 8 & 0x3F, (command & 1) != 0);
          case 1 -> other(command);
          case 2 -> write(command >> 8 & 0x3F, command & 0xFF);
          default -> read(command >> 8 & 0x3F);
        };
    return out;
  }

  private int other(int command) {
    if (command == CALIBRATE) {
      ignored = CALIBRATION_WINDOWS;
    }
    return both(dsp.signature());
  }

  private int convert(int asked, boolean reset) {
    int from = asked;
    if (asked == NEXT_CHANNEL) {
      int before = channel;
      channel = (before + 1) % spec.perLine();
      from = parameters.convertNextIncrementsFirst() ? channel : before;
    } else if (asked < spec.perLine()) {
      channel = asked;
    }
    if (from >= spec.perLine()) {
      return both(notAmplifier(from));
    }
    int a = dsp.convert(from, codes[codesFrom + from], reset);
    if (!spec.twoLines()) {
      return a;
    }
    int second = from + spec.perLine();
    return dsp.convert(second, codes[codesFrom + second], reset) << 16 | a;
  }

  private int notAmplifier(int asked) {
    if (asked >= AUXILIARY && asked < AUXILIARY + 3) {
      return sensors.auxiliaryCode(asked - AUXILIARY);
    }
    if (asked == VDD_SENSOR) {
      return (ram[1] & VDD_ENABLE) != 0 ? sensors.supplyCode() : 0;
    }
    if (asked == TEMPERATURE) {
      return sensors.temperatureCode(ram[3] >> 2 & 7);
    }
    return parameters.otherChannelCode();
  }

  private int write(int address, int data) {
    if (address <= LAST_ADDRESS || (address < ram.length && spec.twoLines())) {
      ram[address] = data;
      if (address == 4) {
        format();
      }
      analogChanged |= address == 0 || address >= 8;
    }
    return both(0xFF00 | data);
  }

  private int read(int address) {
    int a;
    int b;
    if (address <= LAST_ADDRESS) {
      a = ram[address];
      b = a;
    } else if (address < ram.length) {
      a = parameters.undefinedRead() & 0xFF;
      b = spec.twoLines() ? ram[address] : a;
    } else {
      a = spec.rom(address, parameters);
      b = address == 59 && spec.twoLines() ? 0x3A : a;
    }
    return spec.twoLines() ? b << 16 | a : a;
  }

  private int both(int word) {
    return spec.twoLines() ? word << 16 | word : word;
  }

  private void format() {
    int format = ram[4];
    dsp.format(
        (format & DSP) != 0,
        format & 15,
        (format & ABSOLUTE) != 0,
        (format & TWOS_COMPLEMENT) != 0);
  }

  @Override
  public void sense(int[] nanovolts, int from) {
    pass(1);
    System.arraycopy(nanovolts, from, sensed, 0, sensed.length);
    amplifiers.amplify(sensed, codes, 1);
  }

  @Override
  public void pass(int samples) {
    if (analogChanged) {
      analogChanged = false;
      configure();
    }
  }

  @Override
  public void converts(short[] codes, int at) {
    this.codes = codes;
    codesFrom = at;
  }

  @Override
  public boolean showsCodes() {
    return dsp.showsCodes();
  }

  private void configure() {
    double low = Bandwidth.lowHertz(ram[12] & 0x7F, ram[13] & 0x3F, ram[13] >> 6 & 1);
    double most = Math.min(low, 0.45 * samplesPerSecond);
    boolean settles = (ram[0] & FAST_SETTLE) != 0;
    for (int i = 0; i < spec.channels(); i++) {
      int at = number * spec.channels() + i;
      amplifiers.power(at, powered(i));
      amplifiers.settle(at, settles);
      amplifiers.lowHertz(at, most);
    }
    amplifiers.highHertz(
        number, Bandwidth.highHertz(ram[8] & 0x3F, ram[9] & 0x1F, ram[10] & 0x3F, ram[11] & 0x1F));
  }

  /** The registers of the second half of an RHD2164 have their bits the other way round. */
  private boolean powered(int i) {
    int bit = i < 32 ? i & 7 : 7 - (i & 7);
    return (ram[14 + i / 8] >> bit & 1) != 0;
  }
}

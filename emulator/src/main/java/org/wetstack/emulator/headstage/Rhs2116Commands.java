package org.wetstack.emulator.headstage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The words for an RHS2116. A frame has 20: up to 35.7 kS/s a channel. */
final class Rhs2116Commands implements ChipCommands {

  static final int U = 0x2000_0000;
  static final int M = 0x1000_0000;
  static final int D = 0x0800_0000;
  static final int SETTLE = 10;
  static final int COMPLIANCE = 40;
  static final int ON = 42;
  static final int POSITIVE = 44;
  static final int DISCHARGE = 46;
  static final int CATHODIC = 64;
  static final int ANODIC = 96;

  /** The trim with which a step is its nominal current. */
  static final int TRIM = 0x8000;

  private static final int SLOTS = 20;
  private static final int CLEAR = 0x6A00_0000;
  private static final int NOTHING = -1;
  private static final int TWOS_OR_ABSOLUTE = 0x60;

  /** In register 1: the auxiliary output sinks up to 25 mA into the negative supply. */
  private static final int SINKS = 0x1000;

  /** In register 2: the check's enabling bit, and the load of the factory's test. */
  private static final int CHECKS = 0x21;

  /** The steps that the sheet lists, with registers 34 and 35. */
  private static final int[][] STEPS = {
    {10, 0x69C0, 0x66}, {20, 0x3428, 0x77}, {50, 0x1440, 0x77}, {100, 0x0A1E, 0x77},
    {200, 0x0519, 0x88}, {500, 0x01E5, 0x99}, {1_000, 0x00E2, 0xAA}, {2_000, 0x005E, 0xBB},
    {5_000, 0x0026, 0xEE}, {10_000, 0x000F, 0xFF}
  };

  private final int samplesPerSecond;
  private final int[] step;
  private final int[] registers = new int[256];
  private final Word[] boot;

  /**
   * @param stepNanoamps one of {@link #stepsNanoamps}
   */
  Rhs2116Commands(int samplesPerSecond, int stepNanoamps) {
    this.samplesPerSecond = samplesPerSecond;
    step =
        Arrays.stream(STEPS)
            .filter(each -> each[0] == stepNanoamps)
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no step of " + stepNanoamps + " nA"));
    Arrays.fill(registers, NOTHING);
    boot = script();
  }

  /** The steps in which currents can be set. */
  static List<Integer> stepsNanoamps() {
    return Arrays.stream(STEPS).map(each -> each[0]).toList();
  }

  private Word[] script() {
    List<Word> words = new ArrayList<>();
    // What the pipe held is of no interest.
    words.add(new Word(read(255), 32, -1));
    // Currents off first: what the registers hold is indeterminate.
    words.add(set(32, 0));
    words.add(set(33, 0));
    words.add(set(38, 0xFFFF));
    words.add(new Word(CLEAR, 0, 0x7FFF_FFFF));
    words.add(rom(251, 'I' << 8 | 'N', 0xFFFF));
    words.add(rom(252, 'T' << 8 | 'A', 0xFFFF));
    words.add(rom(253, 'N' << 8, 0xFFFF));
    words.add(rom(254, 16, 0xFF));
    words.add(set(0, Bandwidths.rhsBias(SLOTS * samplesPerSecond)));
    // Offset binary, no digital filter, the auxiliary outputs float.
    words.add(set(1, 0x0500));
    words.add(set(2, 0x0040));
    words.add(set(3, 0x0080));
    int[] high = Bandwidths.high(samplesPerSecond);
    words.add(set(4, high[1] << 6 | high[0]));
    words.add(set(5, high[3] << 6 | high[2]));
    words.add(set(6, 0x00A8));
    words.add(set(7, 0x000A));
    words.add(set(8, 0xFFFF));
    words.add(set(SETTLE, 0));
    words.add(set(12, 0xFFFF));
    words.add(set(34, step[1]));
    words.add(set(35, step[2]));
    words.add(set(36, 0x0080));
    words.add(set(37, 0x4F00));
    for (int address = ON; address <= 48; address += 2) {
      words.add(set(address, 0));
    }
    for (int first = CATHODIC; first <= ANODIC; first += ANODIC - CATHODIC) {
      for (int channel = 0; channel < 16; channel++) {
        words.add(set(first + channel, TRIM));
      }
    }
    words.add(set(32, 0xAAAA));
    words.add(set(33, 0x00FF));
    words.add(new Word(read(255) | M, 32, -1));
    return words.toArray(Word[]::new);
  }

  private Word set(int address, int value) {
    registers[address] = value;
    int trigger = triggered(address) ? U : 0;
    return new Word(write(address, value) | trigger, writeReply(value), -1);
  }

  private Word rom(int address, int value, int bits) {
    if (bits == 0xFFFF) {
      registers[address] = value;
    }
    return new Word(read(address), value, 0xFFFF_0000 | bits);
  }

  private static boolean triggered(int address) {
    boolean mask = address == 10 || address == 12 || (address >= 42 && address <= 48);
    return mask || (address >= CATHODIC && address < CATHODIC + 16) || isAnodic(address);
  }

  private static boolean isAnodic(int address) {
    return address >= ANODIC && address < ANODIC + 16;
  }

  @Override
  public String chipName() {
    return "RHS2116";
  }

  @Override
  public int channels() {
    return 16;
  }

  @Override
  public int auxSlots() {
    return SLOTS - 16;
  }

  @Override
  public int sampleShift() {
    return 16;
  }

  @Override
  public int bits() {
    return 32;
  }

  @Override
  public int convert(int channel) {
    return D | channel << 16;
  }

  @Override
  public int read(int address) {
    return 0xC000_0000 | address << 16;
  }

  @Override
  public int readReply(int value) {
    return value;
  }

  @Override
  public int write(int address, int value) {
    return 0x8000_0000 | address << 16 | value;
  }

  @Override
  public int writeReply(int value) {
    return 0xFFFF_0000 | value;
  }

  @Override
  public int idAddress() {
    return 255;
  }

  @Override
  public int id() {
    return 32;
  }

  @Override
  public Word[] boot() {
    return boot;
  }

  @Override
  public int[] registers() {
    return registers.clone();
  }

  @Override
  public int refreshed() {
    return 38;
  }

  @Override
  public boolean exists(int address) {
    return address >= 0
        && address <= 255
        && (registers[address] != NOTHING
            || address == COMPLIANCE
            || address == 50
            || address >= 254);
  }

  @Override
  public String objection(int address, int value) {
    if (address == COMPLIANCE || address == 50 || address >= 251) {
      return "register " + address + " is read-only";
    }
    if (address >= 32 || address == SETTLE) {
      return "register " + address + " belongs to stimulation: load and trigger a waveform";
    }
    if (address == 0 || address == 8) {
      return "register " + address + " keeps the amplifiers and the converter in order";
    }
    if (address == 1 && (value & TWOS_OR_ABSOLUTE) != 0) {
      return "with those bits of register 1 samples would not be what the device table says";
    }
    if (address == 1 && (value & SINKS) != 0) {
      return "with bit 12 of register 1 a pin would sink current: currents come from waveforms";
    }
    if (address == 2 && (value & CHECKS) != 0) {
      return "with bit 0 or 5 of register 2 the impedance check would drive its current through an"
          + " electrode: currents come from waveforms";
    }
    return value < 0 || value > 0xFFFF ? "registers have 16 bits" : "";
  }
}

package org.wetstack.emulator.headstage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The words for an RHD2132. A frame has 35. */
final class Rhd2132Commands implements ChipCommands {

  private static final int SLOTS = 35;
  private static final int CALIBRATE = 0x5500;
  private static final int NOTHING = -1;
  private static final int TWOS_OR_ABSOLUTE = 0x60;

  /** In register 5: the check's enabling bit, all electrodes connected, the factory's load. */
  private static final int CHECKS = 0x25;

  /** At least 100 µs from the last register to the calibration, in words of 0.95 µs. */
  private static final int WORDS_TO_SETTLE = 110;

  /** The chip ignores so many words while it calibrates. */
  private static final int WORDS_TO_CALIBRATE = 9;

  private final int samplesPerSecond;
  private final int[] registers = new int[64];
  private final Word[] boot;

  Rhd2132Commands(int samplesPerSecond) {
    this.samplesPerSecond = samplesPerSecond;
    Arrays.fill(registers, NOTHING);
    boot = script();
  }

  private Word[] script() {
    List<Word> words = new ArrayList<>();
    words.add(rom(63, 1));
    String name = "INTAN";
    for (int i = 0; i < name.length(); i++) {
      words.add(rom(40 + i, name.charAt(i)));
    }
    words.add(rom(62, 32));
    int[] bias = Bandwidths.rhdBias(SLOTS * samplesPerSecond);
    int[] high = Bandwidths.high(samplesPerSecond);
    // Register by register: lower cut-off 5 Hz, all amplifiers on, offset binary, no filter.
    int[] values = {
      0xDE,
      0x40 | bias[0],
      bias[1],
      0x02,
      0x80,
      0x00,
      0x80,
      0x00,
      high[0],
      high[1],
      high[2],
      high[3],
      40,
      1,
      0xFF,
      0xFF,
      0xFF,
      0xFF
    };
    for (int address = 0; address < values.length; address++) {
      registers[address] = values[address];
      words.add(new Word(write(address, values[address]), writeReply(values[address]), -1));
    }
    for (int i = 0; i < WORDS_TO_SETTLE; i++) {
      words.add(new Word(read(63), 1, 0xFFFF));
    }
    words.add(new Word(CALIBRATE, 0, 0));
    for (int i = 0; i < WORDS_TO_CALIBRATE; i++) {
      words.add(new Word(read(63), 0, 0));
    }
    words.add(rom(63, 1));
    return words.toArray(Word[]::new);
  }

  private Word rom(int address, int value) {
    registers[address] = value;
    return new Word(read(address), value, 0xFFFF);
  }

  @Override
  public String chipName() {
    return "RHD2132";
  }

  @Override
  public int channels() {
    return 32;
  }

  @Override
  public int auxSlots() {
    return SLOTS - 32;
  }

  @Override
  public int sampleShift() {
    return 0;
  }

  @Override
  public int bits() {
    return 16;
  }

  @Override
  public int convert(int channel) {
    return channel << 8;
  }

  @Override
  public int read(int address) {
    return 0xC000 | address << 8;
  }

  @Override
  public int readReply(int value) {
    return value;
  }

  @Override
  public int write(int address, int value) {
    return 0x8000 | address << 8 | value;
  }

  @Override
  public int writeReply(int value) {
    return 0xFF00 | value;
  }

  @Override
  public int idAddress() {
    return 63;
  }

  @Override
  public int id() {
    return 1;
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
    return 14;
  }

  @Override
  public boolean exists(int address) {
    return address >= 0
        && address < 64
        && (registers[address] != NOTHING || (address >= 48 && address <= 63));
  }

  @Override
  public String objection(int address, int value) {
    if (address >= 40) {
      return "register " + address + " is read-only";
    }
    if (address <= 2 || address >= 14) {
      return "register " + address + " keeps the amplifiers and the converter in order";
    }
    if (address == 4 && (value & TWOS_OR_ABSOLUTE) != 0) {
      return "with those bits of register 4 samples would not be what the device table says";
    }
    if (address == 5 && (value & CHECKS) != 0) {
      return "with bit 0, 2 or 5 of register 5 the impedance check would drive its current through"
          + " electrodes, which this array must only record";
    }
    return value < 0 || value > 0xFF ? "registers have 8 bits" : "";
  }
}

package org.wetstack.emulator.harp;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a Harp device remembers without power. */
final class Eeprom {

  static final int NAME_BYTES = 25;

  private final byte[] factoryName;
  private final Map<Integer, byte[]> application = new LinkedHashMap<>();
  private byte @Nullable [] name;
  private boolean inUse;
  int serialNumber;
  int operationControl;
  int clockConfig;

  Eeprom(HarpSpec spec) {
    factoryName = spec.name().getBytes(StandardCharsets.US_ASCII);
    serialNumber = spec.serialNumber();
  }

  /** Whether registers are taken from here at boot. */
  boolean inUse() {
    return inUse;
  }

  void useDefaults() {
    inUse = false;
  }

  void save(Iterable<Register> registers) {
    inUse = true;
    application.clear();
    registers.forEach(register -> application.put(register.address(), register.content()));
  }

  void load(Iterable<Register> registers) {
    for (Register register : registers) {
      byte[] saved = application.get(register.address());
      if (saved != null) {
        register.content(saved);
      }
    }
  }

  byte[] name() {
    return Arrays.copyOf(name == null ? factoryName : name, NAME_BYTES);
  }

  /** Keeps what comes before the first 0. */
  void name(byte[] written) {
    int end = 0;
    while (end < written.length && written[end] != 0) {
      end++;
    }
    name = Arrays.copyOf(written, end);
  }

  void forgetName() {
    name = null;
  }
}

package org.wetstack.emulator.rhx.state;

import java.util.List;

/** The kinds of controller that the program drives. */
public enum Controller {
  /** RHS Stim/Recording Controller. */
  STIM_RECORD("ControllerStimRecord", 14, 4, 32),
  /** RHD Recording Controller, USB 3. */
  RECORD_USB3("ControllerRecordUSB3", 13, 8, 128),
  /** RHD Recording Controller or evaluation board, USB 2. */
  RECORD_USB2("ControllerRecordUSB2", 0, 4, 64);

  private static final List<Integer> STIM_RATES = List.of(20_000, 25_000, 30_000);
  private static final List<Integer> RATES =
      List.of(
          1_000, 1_250, 1_500, 2_000, 2_500, 3_000, 3_333, 4_000, 5_000, 6_250, 8_000, 10_000,
          12_500, 15_000, 20_000, 25_000, 30_000);

  private final String type;
  private final int boardMode;
  private final int ports;
  private final int channelsPerPort;

  Controller(String type, int boardMode, int ports, int channelsPerPort) {
    this.type = type;
    this.boardMode = boardMode;
    this.ports = ports;
    this.channelsPerPort = channelsPerPort;
  }

  /** As {@code get type} tells it. */
  public String type() {
    return type;
  }

  /** As file headers tell it. */
  public int boardMode() {
    return boardMode;
  }

  /** How many headstage ports there are: A, B, … */
  public int ports() {
    return ports;
  }

  /** The most amplifier channels on one port. */
  public int channelsPerPort() {
    return channelsPerPort;
  }

  public boolean stimulates() {
    return this == STIM_RECORD;
  }

  /** The sampling rates one may start with, in hertz. */
  public List<Integer> sampleRates() {
    return stimulates() ? STIM_RATES : RATES;
  }

  /** The native name of line {@code index}, counted from 0, of {@code kind}. */
  public String lineName(SignalKind kind, int index) {
    int number = this == RECORD_USB2 ? index : index + 1;
    boolean twoDigits =
        this == RECORD_USB2 || kind == SignalKind.DIGITAL_IN || kind == SignalKind.DIGITAL_OUT;
    return kind.prefix() + "-" + (twoDigits && number < 10 ? "0" : "") + number;
  }
}

package org.wetstack.emulator.rhx.signal;

import org.wetstack.emulator.rhx.state.SignalKind;
import org.wetstack.emulator.rhx.state.State;

/**
 * 128 samples of everything a controller measures, as unsigned 16-bit words. One is reused for all
 * blocks of a run: copy what you keep. First index is {@code Channel.index()}, second the frame.
 */
public final class DataBlock {

  /** Frames in a block, whatever the controller. */
  public static final int FRAMES = 128;

  /** Samples of an auxiliary input in a block: every fourth frame. */
  public static final int AUXILIARY_SAMPLES = FRAMES / 4;

  /** Bit of {@link #stimulation}: the output could not deliver its current. */
  public static final int COMPLIANCE_LIMIT = 0x8000;

  /** Bit of {@link #stimulation}: the charge recovery switch is closed. */
  public static final int CHARGE_RECOVERY = 0x4000;

  /** Bit of {@link #stimulation}: the amplifier is held settled. */
  public static final int AMP_SETTLE = 0x2000;

  /** Bit of {@link #stimulation}: current flows. In no word that leaves the program. */
  public static final int STIM_ON = 0x0200;

  /** Bit of {@link #stimulation}: the current is negative. Idle sequencers read 1. */
  public static final int NEGATIVE = 0x0100;

  /** Amplifier words: 0.195 µV a count around 32768. */
  public final char[][] wide;

  /** Low-pass filtered by software. Filled only while somebody wants it. */
  public final char[][] low;

  /** High-pass filtered by software. */
  public final char[][] high;

  /** DC amplifier words, 10 bits: -19.23 mV a count around 512. RHS only. */
  public final char[][] dc;

  /** What the stimulator of each amplifier channel does, as the bits above. RHS only. */
  public final char[][] stimulation;

  /** Auxiliary inputs, 32 samples each: 37.4 µV a count. RHD only. */
  public final char[][] auxiliary;

  /** Supply voltages, one sample each: 74.8 µV a count. RHD only. */
  public final char[] supply;

  public final char[][] analogIn;
  public final char[][] analogOut;

  /** All digital inputs, bit 0 the first line. */
  public final char[] digitalIn = new char[FRAMES];

  public final char[] digitalOut = new char[FRAMES];

  private long timestamp;

  /** A block for all channels of {@code state}. */
  public DataBlock(State state) {
    int amplifiers = state.channels(SignalKind.AMPLIFIER).size();
    int stimulators = state.controller().stimulates() ? amplifiers : 0;
    wide = new char[amplifiers][FRAMES];
    low = new char[amplifiers][FRAMES];
    high = new char[amplifiers][FRAMES];
    dc = new char[stimulators][FRAMES];
    stimulation = new char[stimulators][FRAMES];
    auxiliary = new char[state.channels(SignalKind.AUXILIARY).size()][AUXILIARY_SAMPLES];
    supply = new char[state.channels(SignalKind.SUPPLY).size()];
    analogIn = new char[state.channels(SignalKind.ANALOG_IN).size()][FRAMES];
    analogOut = new char[state.channels(SignalKind.ANALOG_OUT).size()][FRAMES];
  }

  /** Of the first frame; the others follow by one each, modulo 2^32. */
  public long timestamp() {
    return timestamp;
  }

  void timestamp(long first) {
    timestamp = first;
  }
}

package org.wetstack.emulator.culture.network;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.wetstack.emulator.tissue.Stateful;

/** Spikes on their way to synapses, for as long as the slowest takes, and how tired axons are. */
final class Axons implements Stateful {

  private static final int SLOTS = Synapses.DELAYS + 1;

  private final int neurons;
  private final int[] sent = new int[SLOTS];
  private final short[] sender;
  private final float[] strength;
  private final float[] rested;
  private final float keep;
  private final float recover;
  private int slot;

  Axons(NetworkProfile profile) {
    neurons = profile.neurons();
    sender = new short[SLOTS * neurons];
    strength = new float[SLOTS * neurons];
    rested = new float[neurons];
    Arrays.fill(rested, 1);
    keep = (float) (1 - profile.tiringShare());
    recover = (float) (1 - StrictMath.exp(-10 / profile.tiringMillis()));
  }

  /** A millisecond begins: what was sent arrives at the synapses, each after its delay. */
  void arrive(Synapses synapses, int now, int[] last, float[] input) {
    slot = slot + 1 == SLOTS ? 0 : slot + 1;
    sent[slot] = 0;
    for (int delay = 1; delay < SLOTS; delay++) {
      int from = slot - delay + (slot < delay ? SLOTS : 0);
      int end = from * neurons + sent[from];
      for (int i = from * neurons; i < end; i++) {
        synapses.arrive(sender[i], delay, strength[i], now, last, input);
      }
    }
  }

  /** {@code neuron} has fired, once at most in a millisecond. */
  void send(int neuron) {
    int at = slot * neurons + sent[slot]++;
    sender[at] = (short) neuron;
    strength[at] = rested[neuron];
    rested[neuron] *= keep;
  }

  /** Ten milliseconds pass. */
  void rest() {
    for (int n = 0; n < rested.length; n++) {
      rested[n] += (1 - rested[n]) * recover;
    }
  }

  @Override
  public void save(DataOutput out) throws IOException {
    out.writeInt(slot);
    for (int from = 0; from < SLOTS; from++) {
      out.writeInt(sent[from]);
      for (int i = from * neurons; i < from * neurons + sent[from]; i++) {
        out.writeShort(sender[i]);
        out.writeFloat(strength[i]);
      }
    }
    Floats.write(out, rested);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    slot = Floats.within(in.readInt(), 0, SLOTS - 1);
    for (int from = 0; from < SLOTS; from++) {
      sent[from] = Floats.within(in.readInt(), 0, neurons);
      for (int i = from * neurons; i < from * neurons + sent[from]; i++) {
        sender[i] = (short) Floats.within(in.readShort(), 0, neurons - 1);
        strength[i] = (float) Floats.finite(in.readFloat());
      }
    }
    Floats.read(in, rested);
  }
}

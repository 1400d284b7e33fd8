package org.wetstack.emulator.rhx.signal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.wetstack.emulator.rhx.state.Channel;

/** The records of the spike socket: what was found in one write of the waveform socket. */
final class SpikeStream {

  private static final int BEGINNING = 0x3AE2_710F;
  private static final int NAME_BYTES = 5;
  private static final int RECORD_BYTES = 4 + NAME_BYTES + 4 + 1;
  private static final int MAX_PER_CHANNEL_AND_BLOCK = 4;

  private final Backlog backlog;
  private final byte[][] names;
  private ByteBuffer records = ByteBuffer.allocate(0);

  SpikeStream(Outlet outlet, List<Channel> amplifiers) {
    backlog = new Backlog(outlet);
    names = amplifiers.stream().map(SpikeStream::name).toArray(byte[][]::new);
  }

  private static byte[] name(Channel channel) {
    byte[] whole = channel.nativeName().getBytes(StandardCharsets.US_ASCII);
    return Arrays.copyOf(whole, NAME_BYTES);
  }

  /** Makes room for the spikes of a write of {@code blocks} blocks, and forgets what was in it. */
  void begin(int blocks) {
    int most = blocks * names.length * MAX_PER_CHANNEL_AND_BLOCK * RECORD_BYTES;
    if (records.capacity() < most) {
      records = ByteBuffer.allocate(most).order(ByteOrder.LITTLE_ENDIAN);
    }
    records.clear();
  }

  void add(Spike spike) {
    if (records.remaining() >= RECORD_BYTES) {
      records.putInt(BEGINNING);
      records.put(names[spike.amplifier()]);
      records.putInt((int) spike.timestamp());
      records.put((byte) spike.id());
    }
  }

  boolean connected() {
    return backlog.connected();
  }

  /** Sends them, if there are any and somebody is there. */
  void send(long frames) {
    records.flip();
    if (records.hasRemaining() && backlog.connected()) {
      backlog.send(records, frames);
    }
    records.clear();
  }

  Backlog backlog() {
    return backlog;
  }
}

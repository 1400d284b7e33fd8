package org.wetstack.benchmarks;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.wetstack.protocol.v1.DeviceMessage;
import org.wetstack.protocol.v1.HostMessage;
import org.wetstack.protocol.v1.Samples;
import org.wetstack.protocol.v1.Trigger;

/**
 * The same loop as one writes it in an afternoon: a plain socket, a new array for each message,
 * doubles, boxed numbers, a map; no session, no receipts, no limits. For comparison only.
 */
final class NaiveDriver {

  private static final int RATE = 30_000;
  private static final double LOW_HERTZ = 300;
  private static final double HIGH_HERTZ = 6_000;
  private static final int WARM_UP = RATE / 2;
  private static final int DEAD = 75;
  private static final double SIGMAS = 6;

  private final int channels;
  private final Channel[] array;
  private final Map<Integer, Long> deafUntil = new HashMap<>();
  private int requests;

  private NaiveDriver(int channels) {
    this.channels = channels;
    array = new Channel[channels];
    for (int i = 0; i < channels; i++) {
      array[i] = new Channel();
    }
  }

  /** {@code args}: port and channels. */
  public static void main(String[] args) throws Exception {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0]))) {
      socket.setTcpNoDelay(true);
      System.out.println();
      new NaiveDriver(Integer.parseInt(args[1])).run(socket);
    } catch (EOFException e) {
      // The board has gone: the measurement is over.
    }
  }

  private void run(Socket socket) throws IOException {
    var in = new DataInputStream(socket.getInputStream());
    while (true) {
      byte[] bytes = new byte[in.readInt()];
      in.readFully(bytes);
      DeviceMessage message = DeviceMessage.parseFrom(bytes);
      if (message.hasSamples()) {
        for (Integer each : spikes(message.getSamples())) {
          trigger(each, socket.getOutputStream());
        }
      }
    }
  }

  private List<Integer> spikes(Samples samples) {
    ByteBuffer data =
        ByteBuffer.wrap(samples.getData().toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
    double[][] values = new double[samples.getSampleCount()][channels];
    for (double[] frame : values) {
      for (int i = 0; i < channels; i++) {
        frame[i] = data.getShort();
      }
    }
    List<Integer> spikes = new ArrayList<>();
    for (int sample = 0; sample < values.length; sample++) {
      for (int i = 0; i < channels; i++) {
        long at = samples.getFirstSample() + sample;
        if (array[i].isBeyond(values[sample][i]) && deafUntil.getOrDefault(i, 0L) <= at) {
          deafUntil.put(i, at + DEAD);
          spikes.add(i);
        }
      }
    }
    return spikes;
  }

  private void trigger(int channel, OutputStream out) throws IOException {
    requests++;
    byte[] message =
        HostMessage.newBuilder()
            .setRequestId(requests)
            .setEpoch(1)
            .setTrigger(Trigger.newBuilder().setSlot(0).setOperationId(requests * 1_000L + channel))
            .build()
            .toByteArray();
    ByteBuffer frame = ByteBuffer.allocate(4 + message.length);
    out.write(frame.putInt(message.length).put(message).array());
  }

  /** Two filters one behind the other, and a threshold from the power of the first half second. */
  private static final class Channel {

    private final Filter high = new Filter(LOW_HERTZ, true);
    private final Filter low = new Filter(HIGH_HERTZ, false);
    private int learnt;
    private double power;

    boolean isBeyond(double value) {
      double filtered = low.next(high.next(value));
      if (learnt < WARM_UP) {
        learnt++;
        power += filtered * filtered;
        return false;
      }
      return filtered < -SIGMAS * Math.sqrt(power / WARM_UP);
    }
  }

  /** A Butterworth filter of 2nd order. */
  private static final class Filter {

    private final double[] b = new double[3];
    private final double[] a = new double[2];
    private double first;
    private double second;

    Filter(double hertz, boolean isHighPass) {
      double k = Math.tan(Math.PI * hertz / RATE);
      double scale = 1 / (1 + Math.sqrt(2) * k + k * k);
      b[0] = isHighPass ? scale : k * k * scale;
      b[1] = isHighPass ? -2 * b[0] : 2 * b[0];
      b[2] = b[0];
      a[0] = 2 * (k * k - 1) * scale;
      a[1] = (1 - Math.sqrt(2) * k + k * k) * scale;
    }

    double next(double x) {
      double y = b[0] * x + first;
      first = b[1] * x - a[0] * y + second;
      second = b[2] * x - a[1] * y;
      return y;
    }
  }
}

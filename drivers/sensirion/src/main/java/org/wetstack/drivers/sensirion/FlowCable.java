package org.wetstack.drivers.sensirion;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.wetstack.drivers.fluidics.Question;
import org.wetstack.drivers.fluidics.Seat;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;

/** What can be said to an SCC1 cable, and what its replies mean. Never blocks. */
final class FlowCable {

  /** The sensor type of SLF3x and LD20. */
  static final int SF06 = 3;

  private static final int SENSOR_BUSY = 0x20;
  private static final int NO_MEASUREMENT_STARTED = 0x24;

  private static final int SENSOR_TYPE = 0x24;
  private static final int MEASUREMENT = 0x33;
  private static final int STOP = 0x34;
  private static final int LAST = 0x35;
  private static final int BUFFER = 0x36;
  private static final int TOTALIZER = 0x37;
  private static final int TOTAL = 0x38;
  private static final int RESET_TOTAL = 0x39;
  private static final int IDENTITY = 0x50;
  private static final int SCALE = 0x53;
  private static final int INFORMATION = 0xD0;
  private static final int VERSION = 0xD1;

  /** Of the barrier: a line that loses is to be in step again before its silence is an alarm. */
  private static final Duration BARRIER_LIMIT = Duration.ofMillis(300);

  private final Seat seat;
  private final int address;

  FlowCable(Seat seat, int address) {
    this.seat = seat;
    this.address = address;
  }

  /** An error that the cable answers, as users see it. */
  private static DeviceException refusal(int code) {
    return new DeviceException(
        code >= SENSOR_BUSY ? Reason.FAULT : Reason.REJECTED,
        Outcome.NOT_DONE,
        "the cable answers error " + code + ": " + words(code));
  }

  private static String words(int code) {
    return switch (code) {
      case 0x01 -> "wrong size of data";
      case 0x02 -> "it does not know this command; its firmware may be too old";
      case 0x03 -> "no access";
      case 0x04 -> "a parameter out of range";
      case SENSOR_BUSY -> "the sensor is busy";
      case 0x21 -> "the sensor does not acknowledge; is it plugged into its cable?";
      case 0x22 -> "what the sensor said arrived broken; look at its plug";
      case 0x23 -> "the sensor took too long";
      case NO_MEASUREMENT_STARTED -> "no measurement is going on";
      case 0x26 -> "this sensor is not calibrated for this liquid";
      default -> "not known to this driver";
    };
  }

  /** The question whose answer cannot be mistaken: which version are you? */
  static Question barrier(int address) {
    return question(address, VERSION, new byte[0]).within(BARRIER_LIMIT);
  }

  private static Question question(int address, int command, byte[] data) {
    return Question.safe(
        ShdlcCodec.request(address, command, data),
        frame ->
            (frame[0] & 0xFF) == address
                && (frame[1] & 0xFF) == command
                && !ShdlcCodec.damaged(frame));
  }

  private CompletableFuture<ByteBuffer> ask(int command, int... data) {
    return seat.ask(question(address, command, bytes(data))).thenApply(FlowCable::data);
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  private static ByteBuffer data(byte[] frame) {
    int error = ShdlcCodec.error(frame);
    if (error != 0) {
      throw refusal(error);
    }
    return ByteBuffer.wrap(frame, ShdlcCodec.HEAD, frame.length - ShdlcCodec.HEAD).slice();
  }

  /** Throws unless there are {@code size} bytes of data. */
  private static ByteBuffer sized(ByteBuffer data, int size) {
    if (data.remaining() != size) {
      throw new DeviceException(
          Reason.PROTOCOL,
          Outcome.UNKNOWN,
          "the cable answers " + data.remaining() + " bytes where " + size + " belong");
    }
    return data;
  }

  /** Firmware, such as {@code 1.7}. */
  CompletableFuture<String> version() {
    return ask(VERSION).thenApply(data -> sized(data, 7).get(0) + "." + data.get(1));
  }

  /** The serial number of the cable. */
  CompletableFuture<String> serialNumber() {
    return ask(INFORMATION, 3).thenApply(FlowCable::text);
  }

  CompletableFuture<Integer> sensorType() {
    return ask(SENSOR_TYPE).thenApply(data -> (int) sized(data, 1).get());
  }

  /** Sets the cable to another type of sensor; it remembers this without power. */
  CompletableFuture<Void> sensorType(int type) {
    return done(ask(SENSOR_TYPE, type));
  }

  /** Product and serial number of the sensor, 8 hexadecimal digits and the rest. */
  CompletableFuture<String> identity() {
    return ask(IDENTITY).thenApply(FlowCable::text);
  }

  /** What its ticks mean with the measurement command {@code liquid}. */
  CompletableFuture<FlowScale> scale(int liquid) {
    return ask(SCALE, liquid >> 8, liquid)
        .thenApply(
            data -> FlowScale.of(sized(data, 6).getShort() & 0xFFFF, data.getShort() & 0xFFFF));
  }

  /** Begins to measure. Does nothing if that goes on already: {@link #interval} tells what does. */
  CompletableFuture<Void> start(int everyMillis, int liquid) {
    byte[] data = bytes(everyMillis >> 8, everyMillis, liquid >> 8, liquid);
    return seat.ask(question(address, MEASUREMENT, data))
        .thenAccept(
            frame -> {
              // When an answer is lost, the question is repeated while it measures.
              if (ShdlcCodec.error(frame) != SENSOR_BUSY) {
                var unused = data(frame);
              }
            });
  }

  /** The interval of the measurement that goes on, in ms; -1 if none does. */
  CompletableFuture<Integer> interval() {
    return ask(MEASUREMENT)
        .thenApply(data -> data.hasRemaining() ? sized(data, 2).getShort() & 0xFFFF : -1);
  }

  /** Ends what goes on, if anything. */
  CompletableFuture<Void> stop() {
    return done(ask(STOP));
  }

  /** Adds up all readings from now on, from 0. */
  CompletableFuture<Void> totalize() {
    return done(ask(TOTALIZER, 1)).thenCompose(on -> done(ask(RESET_TOTAL)));
  }

  /** The sum of all readings, in ticks; an answer may take {@code limit}. */
  CompletableFuture<Long> total(Duration limit) {
    return seat.ask(question(address, TOTAL, new byte[0]).within(limit))
        .thenApply(frame -> sized(data(frame), Long.BYTES).getLong());
  }

  /** Fails with what is wrong, if anything is. */
  CompletableFuture<Void> last() {
    return done(ask(LAST, SF06));
  }

  /**
   * Fetches what the cable has kept. Not to be asked twice: what an answer carried that got lost is
   * not kept any more. Empty if no measurement goes on.
   */
  CompletableFuture<Optional<Samples>> samples(Duration limit) {
    Question safe = question(address, BUFFER, bytes(SF06));
    return seat.ask(Question.once(safe.text(), safe.isAnswer()).within(limit))
        .thenApply(
            frame ->
                ShdlcCodec.error(frame) == NO_MEASUREMENT_STARTED
                    ? Optional.empty()
                    : Optional.of(Samples.of(data(frame))));
  }

  private static CompletableFuture<Void> done(CompletableFuture<ByteBuffer> answer) {
    return answer.thenAccept(data -> {});
  }

  private static String text(ByteBuffer data) {
    String text = StandardCharsets.US_ASCII.decode(data).toString();
    int end = text.indexOf('\0');
    return end < 0 ? text : text.substring(0, end);
  }
}

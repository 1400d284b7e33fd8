package org.wetstack.drivers.harp;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.wetstack.drivers.fluidics.LineEndpoint;
import org.wetstack.drivers.fluidics.Question;
import org.wetstack.drivers.fluidics.Seat;
import org.wetstack.drivers.harp.HarpMessage.Kind;
import org.wetstack.hal.DeviceClock;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.spi.LinkProvider;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.hal.spi.Waiting;

/**
 * Any Harp device, by its registers: reads and writes them, hears events, and knows how the
 * device's clock goes. Nothing here blocks but {@link #open}; futures complete on the link's
 * thread, and fail with a {@link DeviceException}: REJECTED/NOT_DONE after an error reply,
 * TIMEOUT/UNKNOWN without a reply. Thread-safe.
 *
 * <p>One request is on its way at a time. A request without an answer is repeated twice, so {@link
 * #write} is for what may be done twice. Register 3 (assembly version) is what it keeps step with.
 */
public final class HarpDevice implements AutoCloseable {

  /** Harp devices talk at 1 Mbit/s. */
  static final int BAUD = 1_000_000;

  private static final Duration GREETING_LIMIT = Duration.ofSeconds(10);
  private static final int WHO_AM_I = 0;
  private static final int ASSEMBLY_VERSION = 3;

  private final Seat seat;
  private final ClockFit clock = new ClockFit();
  private final List<Consumer<HarpMessage>> listeners = new CopyOnWriteArrayList<>();

  HarpDevice(Seat seat) {
    this.seat = seat;
    seat.onUnasked(this::unasked);
  }

  /**
   * Opens the device at {@code endpoint}, such as {@code serial:/dev/ttyUSB0}, and waits until it
   * says who it is.
   *
   * @throws IllegalArgumentException if the endpoint is malformed
   * @throws DeviceException if the link cannot be opened, or nothing answers
   */
  public static HarpDevice open(URI endpoint, LinkProvider links, Timebase time) {
    LineEndpoint split = LineEndpoint.split(endpoint, Set.of(), BAUD);
    var device = new HarpDevice(take(split.link(), links, time));
    try {
      var unused =
          Waiting.await(time, device.whoAmI(), GREETING_LIMIT, "no Harp device at " + endpoint);
      return device;
    } catch (RuntimeException e) {
      device.close();
      throw e;
    }
  }

  static Seat take(URI link, LinkProvider links, Timebase time) {
    byte[] barrier = HarpMessage.read(ASSEMBLY_VERSION, PayloadType.U8);
    return Seat.take(
        link,
        links,
        time,
        HarpCodec::new,
        "the Harp device",
        Question.safe(barrier, answer(Kind.READ, ASSEMBLY_VERSION)));
  }

  private static Predicate<byte[]> answer(Kind kind, int address) {
    return frame -> HarpMessage.heard(frame).is(kind, address);
  }

  /** The number of its kind: 1296 is a syringe pump. */
  public CompletableFuture<Integer> whoAmI() {
    return read(WHO_AM_I, PayloadType.U16)
        .thenApply(message -> (int) message.number(PayloadType.U16));
  }

  /** Reads the register at {@code address}, which is of {@code type}. */
  public CompletableFuture<HarpMessage> read(int address, PayloadType type) {
    return ask(
        Question.safe(HarpMessage.read(address, type), answer(Kind.READ, address)),
        "read register " + address + " as " + type);
  }

  /** Writes whole numbers; the answer has what the register holds then. */
  public CompletableFuture<HarpMessage> write(int address, PayloadType type, long... values) {
    byte[] text = HarpMessage.write(address, type, HarpMessage.payload(type, values));
    return ask(
        Question.safe(text, answer(Kind.WRITE, address)), "write register " + address + " " + type);
  }

  /** Writes floats; the answer has what the register holds then. */
  public CompletableFuture<HarpMessage> write(int address, float... values) {
    byte[] text = HarpMessage.write(address, PayloadType.FLOAT, HarpMessage.payload(values));
    return ask(
        Question.safe(text, answer(Kind.WRITE, address)), "write register " + address + " FLOAT");
  }

  /** Writes a byte that starts something: never repeated. */
  CompletableFuture<HarpMessage> writeOnce(int address, int value) {
    return ask(Question.once(bytes(address, value), answer(Kind.WRITE, address)), "start");
  }

  /** Writes a byte that stops something: before all that waits. */
  CompletableFuture<HarpMessage> writeUrgently(int address, int value) {
    return ask(Question.urgent(bytes(address, value), answer(Kind.WRITE, address)), "stop");
  }

  private static byte[] bytes(int address, int value) {
    return HarpMessage.write(address, PayloadType.U8, HarpMessage.payload(PayloadType.U8, value));
  }

  private CompletableFuture<HarpMessage> ask(Question question, String what) {
    long sent = seat.time().nanoTime();
    return seat.ask(question)
        .thenApply(
            frame -> {
              HarpMessage message = HarpMessage.heard(frame);
              clock.add(sent, seat.time().nanoTime(), message.deviceMicros());
              if (message.isError()) {
                throw new DeviceException(
                    Reason.REJECTED,
                    Outcome.NOT_DONE,
                    "the device refused to "
                        + what
                        + ": it has no such register, or one of another type, or the value is out"
                        + " of range");
              }
              return message;
            });
  }

  /** Calls {@code listener}, on the link's thread, with each event from now on. */
  public void onEvent(Consumer<HarpMessage> listener) {
    listeners.add(listener);
  }

  private void unasked(byte[] frame) {
    HarpMessage message = HarpMessage.heard(frame);
    if (message.isEvent()) {
      listeners.forEach(listener -> listener.accept(message));
    }
  }

  /** How the device's clock relates to the host's; empty before the first answer. */
  public Optional<DeviceClock> clock() {
    return clock.estimate();
  }

  @Override
  public void close() {
    seat.leave();
  }
}

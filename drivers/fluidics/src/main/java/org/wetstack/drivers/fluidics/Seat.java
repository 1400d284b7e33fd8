package org.wetstack.drivers.fluidics;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.Instruments;
import org.wetstack.hal.spi.LinkProvider;
import org.wetstack.hal.spi.Timebase;

/** One instrument's place on a line: asks its questions, and hears what nobody asked for. */
public final class Seat {

  private final Line line;
  private final String place;
  private final Question barrier;
  private volatile Consumer<byte[]> onUnasked = frame -> {};
  private volatile Consumer<@Nullable Throwable> onCut = cause -> {};
  private @Nullable LinkProvider links;
  private @Nullable URI endpoint;
  private volatile long heardNanos;
  private volatile long answers;

  Seat(Line line, String place, Question barrier) {
    this.line = line;
    this.place = place;
    this.barrier = barrier;
    this.heardNanos = line.time().nanoTime();
  }

  /**
   * Takes a place on the line at {@code endpoint}, which is opened unless an instrument of this
   * process is on it already.
   *
   * @param place the address on the line, to tell instruments apart
   * @param barrier asks something whose answer cannot be mistaken for any other, such as a version
   * @throws DeviceException if the link cannot be opened, carries another protocol, or the place is
   *     taken
   */
  public static Seat take(
      URI endpoint,
      LinkProvider links,
      Timebase time,
      Supplier<Codec> codec,
      String place,
      Question barrier) {
    Seat seat = Lines.take(endpoint, links, time, codec, place, barrier);
    seat.links = links;
    seat.endpoint = endpoint;
    return seat;
  }

  /**
   * Asks. Never blocks; any thread.
   *
   * @return completes with the frame that answers, on the link's thread; or fails with a {@link
   *     DeviceException}, TIMEOUT/UNKNOWN if no answer came
   */
  public CompletableFuture<byte[]> ask(Question question) {
    return line.ask(this, question);
  }

  /** Who hears, on the link's thread, frames that answer no question, also those of others. */
  public void onUnasked(Consumer<byte[]> listener) {
    onUnasked = listener;
  }

  /** Who hears, once, that the link is gone; {@code null} if it was closed. */
  public void onCut(Consumer<@Nullable Throwable> listener) {
    onCut = listener;
  }

  public Timebase time() {
    return line.time();
  }

  /** Gives the place up; what is still asked fails. The last one to leave closes the link. */
  public void leave() {
    line.leave(this);
  }

  /** How long this instrument has answered nothing. */
  public Duration silence() {
    return Duration.ofNanos(time().nanoTime() - heardNanos);
  }

  /** Frames that answered a question of this instrument. */
  public long answers() {
    return answers;
  }

  /** Frames on the line that answered nothing while it got back into step. */
  public long broken() {
    return line.broken();
  }

  /** Questions on the line that were asked again. */
  public long repeated() {
    return line.repeated();
  }

  /** A way to {@code endpoint}: that of this line, if it leads there. */
  LinkProvider linksTo(URI endpoint) {
    LinkProvider own = links;
    return own != null && own.schemes().contains(String.valueOf(endpoint.getScheme()))
        ? own
        : Instruments.link(endpoint);
  }

  String place() {
    return place;
  }

  Question barrier() {
    return barrier;
  }

  /** Under the line's lock. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // One writer at a time: the line's lock.
  void heard(long nowNanos) {
    heardNanos = nowNanos;
    answers++;
  }

  void unasked(byte[] frame) {
    onUnasked.accept(frame);
  }

  void cut(@Nullable Throwable cause) {
    onCut.accept(cause);
  }

  /** What is thrown when this session has ended. */
  public DeviceException lost(Outcome outcome) {
    return new DeviceException(
        Reason.LINK_LOST, outcome, "this session with " + place + " has ended; open a new one");
  }

  /** What is thrown when nothing answers from the beginning. */
  public DeviceException absent(DeviceException silence) {
    return new DeviceException(
        Reason.TIMEOUT,
        silence.outcome(),
        "no answer from "
            + place
            + " at "
            + endpoint
            + ": check its power, the cable, the address, the baud rate, the driver, and that no"
            + " other program uses the line",
        silence);
  }

  DeviceException unanswered() {
    return new DeviceException(
        Reason.TIMEOUT, Outcome.UNKNOWN, "no answer from " + place + " in time");
  }
}

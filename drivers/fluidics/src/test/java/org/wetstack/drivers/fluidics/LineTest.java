package org.wetstack.drivers.fluidics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.LinkHandler;
import org.wetstack.hal.spi.LinkProvider;
import org.wetstack.hal.spi.VirtualTimebase;

/** Letters as frames: what is asked in small letters is answered in capitals. */
class LineTest {

  private static final URI PLACE = URI.create("test:line");

  private final VirtualTimebase time = new VirtualTimebase();
  private final Wire wire = new Wire();

  /** A link that keeps what is sent; the test answers. */
  private static final class Wire implements LinkProvider, Link {
    final StringBuilder sent = new StringBuilder();
    @Nullable LinkHandler handler;
    int opened;
    boolean closed;

    @Override
    public Set<String> schemes() {
      return Set.of("test");
    }

    @Override
    public Link open(URI endpoint, LinkHandler host) {
      handler = host;
      opened++;
      closed = false;
      return this;
    }

    @Override
    public Delivery delivery() {
      return Delivery.RAW_BYTES;
    }

    @Override
    public void send(ByteBuffer bytes) {
      sent.append(StandardCharsets.US_ASCII.decode(bytes));
    }

    @Override
    public void close() {
      closed = true;
    }

    void say(String text) {
      if (handler == null) {
        throw new IllegalStateException("not open");
      }
      handler.onBytes(this, ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
    }

    void end() {
      if (handler != null) {
        handler.onClosed(null);
      }
    }

    String taken() {
      String all = sent.toString();
      sent.setLength(0);
      return all;
    }
  }

  private static final class Letters implements Codec {
    @Override
    public void decode(ByteBuffer bytes, Consumer<byte[]> frames) {
      while (bytes.hasRemaining()) {
        frames.accept(new byte[] {bytes.get()});
      }
    }

    @Override
    public boolean isComplaint(byte[] frame) {
      return frame[0] == '?';
    }

    @Override
    public void reset() {}
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static Predicate<byte[]> is(String letter) {
    return frame -> frame[0] == letter.charAt(0);
  }

  private static Question safe(String letter) {
    return Question.safe(bytes(letter), is(letter.toUpperCase(Locale.ROOT)));
  }

  private Seat seat(String place, String barrier) {
    return Seat.take(PLACE, wire, time, Letters::new, place, safe(barrier));
  }

  private void pass(long millis) {
    time.advance(Duration.ofMillis(millis));
  }

  private static DeviceException failure(CompletableFuture<byte[]> answer) {
    assertTrue(answer.isCompletedExceptionally(), "it has failed");
    return assertInstanceOf(
        DeviceException.class, assertThrows(CompletionException.class, answer::join).getCause());
  }

  @Test
  void oneQuestionAtATimeWhoeverAsks() {
    Seat one = seat("one", "v");
    Seat two = seat("two", "w");
    assertEquals(1, wire.opened, "one link for both");
    CompletableFuture<byte[]> a = one.ask(safe("a"));
    CompletableFuture<byte[]> b = two.ask(safe("b"));
    assertEquals("a", wire.taken());
    wire.say("A");
    assertTrue(a.isDone());
    assertEquals("b", wire.taken());
    wire.say("B");
    assertTrue(b.isDone());
    one.leave();
    assertFalse(wire.closed);
    two.leave();
    assertTrue(wire.closed, "the last one closes the link");
  }

  @Test
  void aPlaceIsTakenOnce() {
    Seat one = seat("one", "v");
    assertEquals(
        Reason.REJECTED, assertThrows(DeviceException.class, () -> seat("one", "v")).reason());
    one.leave();
    seat("one", "v").leave();
    assertEquals(2, wire.opened);
  }

  @Test
  void afterAMissingAnswerNothingIsBelievedUntilTheBarrierIsAnswered() {
    Seat seat = seat("one", "v");
    CompletableFuture<byte[]> start = seat.ask(Question.once(bytes("a"), is("A")));
    pass(1_001);
    DeviceException unclear = failure(start);
    assertEquals(Outcome.UNKNOWN, unclear.outcome());
    assertEquals("av", wire.taken(), "it is not repeated, and the barrier is asked");
    CompletableFuture<byte[]> next = seat.ask(Question.safe(bytes("b"), frame -> true));
    wire.say("A");
    assertFalse(next.isDone(), "the late answer is dropped");
    assertEquals("", wire.taken());
    wire.say("V");
    assertEquals("b", wire.taken());
    wire.say("B");
    assertEquals('B', next.join()[0]);
    seat.leave();
  }

  @Test
  void aSafeQuestionIsRepeatedBehindTheBarrier() {
    Seat seat = seat("one", "v");
    CompletableFuture<byte[]> answer = seat.ask(safe("a"));
    pass(1_001);
    assertEquals("av", wire.taken());
    wire.say("V");
    assertEquals("a", wire.taken());
    wire.say("A");
    assertTrue(answer.isDone());
    assertEquals(1, seat.repeated());
    seat.leave();
  }

  @Test
  void onASlowLineTheSecondCopyIsWaitedForLonger() {
    Seat seat = seat("one", "v");
    CompletableFuture<byte[]> answer =
        seat.ask(safe("a").within(Duration.ofMillis(300), Duration.ofMillis(900)));
    pass(301);
    assertEquals("av", wire.taken());
    wire.say("AV");
    assertEquals("a", wire.taken());
    pass(800);
    assertEquals("", wire.taken(), "it is still waited for");
    wire.say("A");
    assertTrue(answer.isDone());
    seat.leave();
  }

  @Test
  void afterAComplaintOfDamageItIsNotWaitedForLong() {
    Seat seat = seat("one", "v");
    CompletableFuture<byte[]> answer = seat.ask(safe("a"));
    wire.say("?");
    pass(101);
    assertEquals("av", wire.taken());
    wire.say("?");
    pass(101);
    assertEquals("v", wire.taken(), "a damaged barrier is soon asked again");
    wire.say("V");
    assertEquals("a", wire.taken());
    wire.say("A");
    assertTrue(answer.isDone());
    seat.leave();
  }

  @Test
  void aComplaintOfSomethingEarlierHidesNoAnswer() {
    Seat seat = seat("one", "v");
    CompletableFuture<byte[]> start = seat.ask(Question.once(bytes("a"), is("A")));
    wire.say("?");
    pass(50);
    wire.say("A");
    assertEquals('A', start.join()[0]);
    assertEquals("a", wire.taken());
    seat.leave();
  }

  @Test
  void aPeerThatOnlyComplainsIsNotWaitedForWithoutEnd() {
    Seat seat = seat("one", "v");
    CompletableFuture<byte[]> answer = seat.ask(safe("a"));
    for (int i = 0; i < 100 && !answer.isDone(); i++) {
      wire.say("?");
      pass(50);
    }
    assertEquals(Outcome.UNKNOWN, failure(answer).outcome());
    seat.leave();
  }

  @Test
  void aStopGoesFirstAndWhatWouldHaveStartedIsNotSent() {
    Seat seat = seat("one", "v");
    List<String> done = new ArrayList<>();
    var first = seat.ask(safe("a")).thenAccept(frame -> done.add("a"));
    CompletableFuture<byte[]> start = seat.ask(Question.once(bytes("b"), is("B")));
    var stop = seat.ask(Question.urgent(bytes("c"), is("C"))).thenAccept(frame -> done.add("c"));
    DeviceException stopped = failure(start);
    assertEquals(Outcome.NOT_DONE, stopped.outcome());
    wire.say("A");
    wire.say("C");
    assertTrue(first.isDone() && stop.isDone());
    assertEquals(List.of("a", "c"), done);
    assertEquals("ac", wire.taken());
    seat.leave();
  }

  @Test
  void aMarkedQuestionIsRepeatedByItsMark() {
    Seat seat = seat("one", "v");
    CompletableFuture<byte[]> answer = seat.ask(Question.marked(bytes("a"), bytes("!"), is("A")));
    pass(701);
    assertEquals("a!", wire.taken());
    wire.say("A");
    assertTrue(answer.isDone());
    seat.leave();
  }

  @Test
  void aLostLinkFailsWhatWasSentWithoutKnowingAndTheRestForSure() {
    Seat seat = seat("one", "v");
    List<String> cuts = new ArrayList<>();
    seat.onCut(
        cause -> {
          cuts.add(String.valueOf(cause));
          seat.leave();
        });
    CompletableFuture<byte[]> sent = seat.ask(safe("a"));
    CompletableFuture<byte[]> waiting = seat.ask(safe("b"));
    wire.end();
    assertEquals(List.of("null"), cuts);
    assertEquals(Outcome.UNKNOWN, failure(sent).outcome());
    assertEquals(Outcome.NOT_DONE, failure(waiting).outcome());
    assertEquals(Outcome.NOT_DONE, failure(seat.ask(safe("c"))).outcome());
  }

  @Test
  void whatNobodyAskedForIsHeard() {
    Seat seat = seat("one", "v");
    List<Integer> heard = new ArrayList<>();
    seat.onUnasked(frame -> heard.add((int) frame[0]));
    wire.say("X");
    assertEquals(List.of((int) 'X'), heard);
    seat.leave();
  }

  @Test
  void noMoreThanSixtyFourWait() {
    Seat seat = seat("one", "v");
    for (int i = 0; i <= Line.MAX_WAITING; i++) {
      var unused = seat.ask(safe("a"));
    }
    assertEquals(Reason.TIMEOUT, failure(seat.ask(safe("a"))).reason());
    seat.leave();
  }
}

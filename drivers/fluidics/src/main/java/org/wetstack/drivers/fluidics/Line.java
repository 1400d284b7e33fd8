package org.wetstack.drivers.fluidics;

import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.wetstack.drivers.fluidics.Question.Kind;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.LinkHandler;
import org.wetstack.hal.spi.LinkProvider;
import org.wetstack.hal.spi.Timebase;

/**
 * One link to one or several instruments that answer one question at a time and do not number their
 * answers. So the line keeps step: when an answer is missing, it asks that instrument something
 * whose answer cannot be mistaken, and drops all that comes before it; as instruments answer in
 * order, no late answer is then left to be taken for another. Thread-safe; answers complete on the
 * link's thread or the timer's.
 */
final class Line {

  static final int MAX_WAITING = 64;

  private static final int MAX_TRIES = 3;

  /** After a complaint: a late one may be of something else, and the answer be on its way. */
  private static final Duration COMPLAINED_LIMIT = Duration.ofMillis(100);

  private final Timebase time;
  private final Codec codec;
  private final ReentrantLock lock = new ReentrantLock();
  private final List<Seat> seats = new ArrayList<>();
  private final Deque<Asked> waiting = new ArrayDeque<>();
  private @Nullable Link link;
  private @Nullable Asked asking;
  private Timebase.@Nullable Timer timer;
  private boolean over;
  private long broken;
  private long repeated;

  Line(Timebase time, Codec codec) {
    this.time = time;
    this.codec = codec;
  }

  /** A question on its way. */
  private static final class Asked {
    final Seat seat;
    final Question question;
    final boolean resync;
    final CompletableFuture<byte[]> answer = new CompletableFuture<>();
    int tries;
    boolean complained;

    Asked(Seat seat, Question question, boolean resync) {
      this.seat = seat;
      this.question = question;
      this.resync = resync;
    }
  }

  void open(URI endpoint, LinkProvider links) {
    Link opened = links.open(endpoint, new Ears());
    lock.lock();
    try {
      link = opened;
    } finally {
      lock.unlock();
    }
  }

  Timebase time() {
    return time;
  }

  Codec codec() {
    return codec;
  }

  boolean over() {
    return locked(() -> over);
  }

  long broken() {
    return locked(() -> broken);
  }

  long repeated() {
    return locked(() -> repeated);
  }

  private <T> T locked(Supplier<T> question) {
    lock.lock();
    try {
      return question.get();
    } finally {
      lock.unlock();
    }
  }

  /** Whether {@code seat}'s place was free; it has it now. */
  boolean take(Seat seat) {
    lock.lock();
    try {
      if (over || seats.stream().anyMatch(other -> other.place().equals(seat.place()))) {
        return false;
      }
      return seats.add(seat);
    } finally {
      lock.unlock();
    }
  }

  /** The last one that leaves closes the link. What it still asks fails. */
  void leave(Seat seat) {
    Deque<Runnable> news = new ArrayDeque<>();
    Link toClose = null;
    lock.lock();
    try {
      if (!seats.remove(seat)) {
        return;
      }
      drop(seat, news);
      if (seats.isEmpty()) {
        over = true;
        toClose = link;
      } else {
        next(news);
      }
    } finally {
      lock.unlock();
    }
    news.forEach(Runnable::run);
    if (toClose != null) {
      toClose.close();
    }
  }

  private void drop(Seat seat, Deque<Runnable> news) {
    Asked now = asking;
    if (now != null && now.seat == seat) {
      finish();
      news.add(() -> now.answer.completeExceptionally(seat.lost(Outcome.UNKNOWN)));
    }
    for (Asked each : List.copyOf(waiting)) {
      if (each.seat == seat) {
        waiting.remove(each);
        news.add(() -> each.answer.completeExceptionally(seat.lost(Outcome.NOT_DONE)));
      }
    }
  }

  CompletableFuture<byte[]> ask(Seat seat, Question question) {
    var asked = new Asked(seat, question, false);
    Deque<Runnable> news = new ArrayDeque<>();
    lock.lock();
    try {
      if (over || !seats.contains(seat)) {
        return CompletableFuture.failedFuture(seat.lost(Outcome.NOT_DONE));
      }
      if (waiting.size() >= MAX_WAITING) {
        return CompletableFuture.failedFuture(
            new DeviceException(
                Reason.TIMEOUT, Outcome.NOT_DONE, MAX_WAITING + " questions wait for this line"));
      }
      if (question.kind() == Kind.URGENT) {
        cancelStarts(seat, news);
        waiting.addFirst(asked);
      } else {
        waiting.addLast(asked);
      }
      next(news);
    } finally {
      lock.unlock();
    }
    news.forEach(Runnable::run);
    return asked.answer;
  }

  private void cancelStarts(Seat seat, Deque<Runnable> news) {
    for (Asked each : List.copyOf(waiting)) {
      boolean starts =
          each.question.kind() == Kind.ONCE
              || (each.question.kind() == Kind.MARKED && each.tries == 0);
      if (each.seat == seat && starts) {
        waiting.remove(each);
        news.add(
            () ->
                each.answer.completeExceptionally(
                    new DeviceException(
                        Reason.REJECTED, Outcome.NOT_DONE, "stopped before it was sent")));
      }
    }
  }

  /** Sends what waits, if nothing is on its way. */
  private void next(Deque<Runnable> news) {
    while (asking == null && !over) {
      Asked asked = waiting.pollFirst();
      if (asked == null) {
        return;
      }
      asking = asked;
      send(asked, news);
    }
  }

  private void send(Asked asked, Deque<Runnable> news) {
    asked.tries++;
    asked.complained = false;
    repeated += asked.tries > 1 ? 1 : 0;
    byte[] text = asked.tries > 1 ? asked.question.again() : asked.question.text();
    Link to = link;
    try {
      if (to == null) {
        throw asked.seat.lost(Outcome.NOT_DONE);
      }
      to.send(ByteBuffer.wrap(text));
      Question question = asked.question;
      await(asked, asked.tries > 1 ? question.againLimit() : question.limit());
    } catch (DeviceException e) {
      asking = null;
      // An earlier copy may have arrived.
      Outcome outcome = asked.tries > 1 ? Outcome.UNKNOWN : Outcome.NOT_DONE;
      news.add(
          () ->
              asked.answer.completeExceptionally(
                  new DeviceException(e.reason(), outcome, "could not be sent", e)));
    }
  }

  private void await(Asked asked, Duration limit) {
    int tries = asked.tries;
    timer = time.after(limit, () -> silent(asked, tries));
  }

  private void finish() {
    asking = null;
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  /** No answer to the {@code tries}th copy of {@code asked}. */
  private void silent(Asked asked, int tries) {
    Deque<Runnable> news = new ArrayDeque<>();
    lock.lock();
    try {
      if (asking != asked || asked.tries != tries) {
        return;
      }
      finish();
      codec.reset();
      boolean again = asked.question.kind() != Kind.ONCE && asked.tries < MAX_TRIES;
      if (again && (asked.resync || asked.question.kind() == Kind.MARKED)) {
        asking = asked;
        send(asked, news);
      } else {
        if (again) {
          waiting.addFirst(asked);
        } else {
          news.add(() -> asked.answer.completeExceptionally(asked.seat.unanswered()));
        }
        if (!asked.resync) {
          waiting.addFirst(new Asked(asked.seat, asked.seat.barrier(), true));
        }
      }
      next(news);
    } finally {
      lock.unlock();
    }
    news.forEach(Runnable::run);
  }

  private void hear(byte[] frame, Deque<Runnable> news) {
    Asked now = asking;
    if (now != null && now.question.isAnswer().test(frame)) {
      finish();
      now.seat.heard(time.nanoTime());
      news.add(() -> now.answer.complete(frame));
      next(news);
      return;
    }
    if (now != null && !now.complained && codec.isComplaint(frame)) {
      now.complained = true;
      finish();
      asking = now;
      await(now, COMPLAINED_LIMIT);
    }
    List<Seat> listeners = List.copyOf(seats);
    if (now != null && now.resync && !codec.isEvent(frame)) {
      broken++;
      return;
    }
    news.add(() -> listeners.forEach(seat -> seat.unasked(frame)));
  }

  private final class Ears implements LinkHandler {

    @Override
    public void onBytes(Link from, ByteBuffer bytes) {
      Deque<Runnable> news = new ArrayDeque<>();
      lock.lock();
      try {
        codec.decode(bytes, frame -> hear(frame, news));
      } finally {
        lock.unlock();
      }
      news.forEach(Runnable::run);
    }

    @Override
    public void onClosed(@Nullable Throwable cause) {
      List<Seat> lost;
      lock.lock();
      try {
        over = true;
        lost = List.copyOf(seats);
      } finally {
        lock.unlock();
      }
      lost.forEach(seat -> seat.cut(cause));
    }
  }
}

package org.wetstack.lab.alert;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.lab.journal.Entry;
import org.wetstack.lab.journal.Journal;
import org.wetstack.lab.journal.JournalException;
import org.wetstack.lab.journal.Kinds;
import org.wetstack.lab.rig.RigSpec;

/**
 * What is still to be told, to whom. It is folded from the journal, so a restart forgets nothing;
 * it tells each alarm once on each channel, or more often if the controller dies while it is told.
 * What could not be told within a day, or was acknowledged before, is dropped. Thread-safe.
 */
public final class Outbox implements Consumer<Entry>, AutoCloseable {

  static final int MOST = 1_000;
  static final Duration USEFUL = Duration.ofDays(1);
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final long FIRST_MILLIS = 2_000;
  private static final long MOST_MILLIS = 600_000;

  private static final class Waiting {
    final Message message;
    int channel;
    int failures;
    long notBeforeNanos;
    boolean sending;

    Waiting(Message message, int channel, long nowNanos) {
      this.message = message;
      this.channel = channel;
      this.notBeforeNanos = nowNanos;
    }

    String name() {
      return message.alarm() + "#" + channel;
    }
  }

  private final String rig;
  private List<RigSpec.Alert> alerts;
  private List<Channel> channels;
  private final Timebase time;
  private final Executor executor;
  private final Journal journal;
  private final Map<String, Waiting> waiting = new LinkedHashMap<>();
  private long failures;
  private volatile Timebase.Timer next = () -> {};
  private volatile boolean closed;

  /** An outbox for the alerts of {@code spec}. */
  public Outbox(RigSpec spec, Timebase time, Executor executor, Journal journal) {
    this(spec.name(), spec.alerts(), channels(spec), time, executor, journal);
  }

  Outbox(
      String rig,
      List<RigSpec.Alert> alerts,
      List<Channel> channels,
      Timebase time,
      Executor executor,
      Journal journal) {
    this.rig = rig;
    this.alerts = alerts;
    this.channels = channels;
    this.time = time;
    this.executor = executor;
    this.journal = journal;
    journal.follow(this);
  }

  /** Makes ready for the alerts of {@code next}: what waits for one that stays goes on waiting. */
  public Runnable prepare(RigSpec next) {
    List<Channel> others = channels(next);
    return () -> change(next.alerts(), others);
  }

  private synchronized void change(List<RigSpec.Alert> others, List<Channel> ways) {
    List<Waiting> all = List.copyOf(waiting.values());
    waiting.clear();
    for (Waiting one : all) {
      int place = others.indexOf(alerts.get(one.channel));
      if (place >= 0) {
        one.channel = place;
        waiting.putIfAbsent(one.name(), one);
      }
    }
    alerts = others;
    channels = ways;
  }

  private static List<Channel> channels(RigSpec spec) {
    return spec.alerts().stream().map(alert -> channel(alert.channel())).toList();
  }

  private static Channel channel(RigSpec.Channel channel) {
    if (channel instanceof RigSpec.Channel.Webhook webhook) {
      return new Webhook(webhook.url());
    }
    if (channel instanceof RigSpec.Channel.Email email) {
      return new Mail(email);
    }
    return new Broker(((RigSpec.Channel.Mqtt) channel).endpoint());
  }

  @Override
  public synchronized void accept(Entry entry) {
    switch (entry.what()) {
      case Kinds.ALARM_RAISED -> raised(entry);
      case Kinds.ALARM_ACKNOWLEDGED ->
          waiting.values().removeIf(one -> one.message.alarm().equals(entry.fact("alarm")));
      case Kinds.ALERT_TOLD, Kinds.ALERT_DROPPED ->
          waiting.remove(entry.fact("alarm") + "#" + entry.fact("channel"));
      default -> {}
    }
  }

  private void raised(Entry entry) {
    var message =
        new Message(rig, entry.fact("alarm"), entry.fact("code"), entry.fact("detail"), entry.at());
    for (int i = 0; i < alerts.size(); i++) {
      List<String> codes = alerts.get(i).codes();
      if (waiting.size() < MOST && (codes.isEmpty() || codes.contains(message.code()))) {
        var one = new Waiting(message, i, time.nanoTime());
        waiting.put(one.name(), one);
      }
    }
  }

  /** Begins to tell. */
  public void start() {
    if (!closed) {
      next = time.after(LOOK, this::look);
    }
  }

  private void look() {
    try {
      for (Waiting one : due()) {
        executor.execute(() -> tell(one));
      }
    } catch (RejectedExecutionException e) {
      // The controller is being closed; the journal knows what waits.
    } finally {
      start();
    }
  }

  /** One at a time on each channel, oldest first. */
  private synchronized List<Waiting> due() {
    List<Waiting> due = new ArrayList<>();
    boolean[] busy = new boolean[channels.size()];
    waiting.values().stream().filter(one -> one.sending).forEach(one -> busy[one.channel] = true);
    for (Waiting one : waiting.values()) {
      if (!busy[one.channel] && time.nanoTime() - one.notBeforeNanos >= 0) {
        busy[one.channel] = true;
        one.sending = true;
        due.add(one);
      }
    }
    return due;
  }

  private void tell(Waiting one) {
    try {
      if (Duration.between(one.message.at(), now()).compareTo(USEFUL) > 0) {
        note(Kinds.ALERT_DROPPED, one);
      } else {
        way(one).send(one.message);
        note(Kinds.ALERT_TOLD, one);
      }
    } catch (IOException | RuntimeException e) {
      later(one);
    }
  }

  private synchronized Channel way(Waiting one) throws IOException {
    if (!stillWaits(one)) {
      throw new IOException("nobody is to be told of it there any more");
    }
    return channels.get(one.channel);
  }

  /** The rig file may have changed, or somebody acknowledged it. */
  private synchronized boolean stillWaits(Waiting one) {
    return waiting.get(one.name()) == one;
  }

  private synchronized int place(Waiting one) {
    return one.channel;
  }

  private Instant now() {
    return time.now();
  }

  private void note(String kind, Waiting one) {
    try {
      if (!stillWaits(one)) {
        return;
      }
      journal.append(
          "controller",
          kind,
          Map.of("alarm", one.message.alarm(), "channel", Integer.toString(place(one))));
    } catch (JournalException e) {
      later(one);
    }
  }

  private synchronized void later(Waiting one) {
    one.sending = false;
    one.failures++;
    failures++;
    long millis = Math.min(MOST_MILLIS, FIRST_MILLIS << Math.min(20, one.failures - 1));
    one.notBeforeNanos = time.nanoTime() + millis * 1_000_000;
  }

  /** How many alarms have not been told yet, counted once for each channel. */
  public synchronized int waiting() {
    return waiting.size();
  }

  /** How many tries have failed since the start. */
  public synchronized long failures() {
    return failures;
  }

  @Override
  public void close() {
    closed = true;
    next.cancel();
  }
}

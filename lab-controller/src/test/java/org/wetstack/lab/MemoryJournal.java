package org.wetstack.lab;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.wetstack.lab.journal.Entry;
import org.wetstack.lab.journal.Journal;
import org.wetstack.lab.journal.JournalException;

/** A journal that another controller can go on with, and whose disk can be told to fail. */
public final class MemoryJournal implements Journal {

  private final Supplier<Instant> clock;
  private final List<Entry> entries = new ArrayList<>();
  private final List<Consumer<Entry>> followers = new ArrayList<>();
  private @Nullable JournalException failure;

  /** Called with what is about to be written, before it is. */
  private Consumer<String> before = what -> {};

  public MemoryJournal(Supplier<Instant> clock) {
    this.clock = clock;
  }

  @Override
  public Entry append(String who, String what, Map<String, String> facts) {
    before.accept(what);
    if (failure != null) {
      throw failure;
    }
    Entry entry =
        new Entry(
            entries.size() + 1, Instant.ofEpochMilli(clock.get().toEpochMilli()), who, what, facts);
    entries.add(entry);
    List.copyOf(followers).forEach(follower -> follower.accept(entry));
    return entry;
  }

  @Override
  public void follow(Consumer<Entry> follower) {
    entries.forEach(follower);
    followers.add(follower);
  }

  @Override
  public void settle() {
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public void read(Consumer<Entry> reader) {
    List.copyOf(entries).forEach(reader);
  }

  @Override
  public Optional<JournalException> failure() {
    return Optional.ofNullable(failure);
  }

  /** From now on nothing can be written. */
  public void fail() {
    failure = new JournalException("the disk is full");
  }

  public void before(Consumer<String> hook) {
    before = hook;
  }

  /** Whoever followed is dead: the next controller reads what is here. */
  public void restart() {
    followers.clear();
    failure = null;
    before = what -> {};
  }

  /** As a backup that was made after so many entries. */
  public void forgetAfter(int count) {
    entries.subList(count, entries.size()).clear();
    followers.clear();
  }

  public List<Entry> entries() {
    return List.copyOf(entries);
  }

  public List<Entry> of(String what) {
    return entries.stream().filter(entry -> entry.what().equals(what)).toList();
  }
}

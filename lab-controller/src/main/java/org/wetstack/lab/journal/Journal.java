package org.wetstack.lab.journal;

import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Where entries are kept. May be used by any thread. */
public interface Journal {

  /**
   * Writes an entry, and returns it once it is on disk. Entries get their numbers in the order in
   * which they are on disk; followers have been told of an entry before this returns.
   *
   * @throws JournalException if it is not known to be on disk: what was to be done must not be done
   */
  Entry append(String who, String what, Map<String, String> facts);

  /** Why nothing can be appended any more; empty as long as it can. */
  default Optional<JournalException> failure() {
    return Optional.empty();
  }

  /**
   * Tells {@code follower} of each entry there is, then of each new one, one at a time and in
   * order. It must be quick and must not append. What it throws ends the journal for writing, since
   * somebody no longer knows what happened.
   */
  void follow(Consumer<Entry> follower);

  /**
   * Returns once followers have been told of all that is on disk by now, whoever appended it.
   *
   * @throws JournalException if nothing can be appended any more
   */
  void settle();

  /**
   * Tells {@code reader} of each entry there is now, in order. Others may append meanwhile; of what
   * they do it may be told or not.
   *
   * @throws JournalException if the journal cannot be read, or is not as it was written
   */
  void read(Consumer<Entry> reader);
}

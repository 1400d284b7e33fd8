package org.wetstack.lab.journal;

import java.nio.file.Path;

/** Something in a journal is not as it was written. */
final class BrokenException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient JournalCheck.Place place;

  BrokenException(Path file, long line, long entry, String why) {
    this(new JournalCheck.Place(file, line, entry, why));
  }

  private BrokenException(JournalCheck.Place place) {
    super(place.toString());
    this.place = place;
  }

  JournalCheck.Place place() {
    return place;
  }
}

package org.wetstack.emulator.tissue;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Something whose state can be carried to another machine. What follows from seed and profile is
 * not written; everything else is, exactly, so that what goes on there goes on as it would have
 * here.
 */
public interface Stateful {

  void save(DataOutput out) throws IOException;

  /**
   * Takes over what {@link #save} wrote. The object is as newly made, from the same seed and
   * profile.
   *
   * @throws IOException if it is cut short or makes no sense; this object is then of no use
   */
  void restore(DataInput in) throws IOException;
}

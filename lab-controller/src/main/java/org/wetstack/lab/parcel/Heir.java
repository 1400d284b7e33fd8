package org.wetstack.lab.parcel;

import java.util.function.Consumer;
import org.wetstack.lab.journal.Entry;

/**
 * Follows a journal, and goes on with what the journals of other controllers say of a culture that
 * has come from there.
 */
public interface Heir extends Consumer<Entry> {

  /**
   * Takes over all that is known of a culture. It is told instead of what this journal told of that
   * culture before, which is part of it: whatever was counted must not count twice. As with
   * entries, it must be quick and must not append.
   */
  void inherit(Inheritance inheritance);
}

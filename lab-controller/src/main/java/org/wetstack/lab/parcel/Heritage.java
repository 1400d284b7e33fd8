package org.wetstack.lab.parcel;

import java.util.List;
import java.util.function.Consumer;
import org.wetstack.lab.journal.Entry;
import org.wetstack.lab.journal.Kinds;

/** Tells heirs of entries, and of what a culture has brought along when it has come. */
public final class Heritage implements Consumer<Entry> {

  private final Custody custody;
  private final List<Heir> heirs;

  /**
   * @param custody follows here, and nowhere else
   */
  public Heritage(Custody custody, List<Heir> heirs) {
    this.custody = custody;
    this.heirs = List.copyOf(heirs);
  }

  /**
   * @throws IllegalArgumentException if a culture has come of which nothing was carried: the
   *     journal must end here, as nobody knows what counts
   */
  @Override
  public void accept(Entry entry) {
    if (entry.what().equals(Kinds.CULTURE_HERE)) {
      Inheritance inheritance = Inheritance.of(entry, custody.pages(entry.fact("culture")));
      heirs.forEach(heir -> heir.inherit(inheritance));
    }
    custody.accept(entry);
    heirs.forEach(heir -> heir.accept(entry));
  }
}

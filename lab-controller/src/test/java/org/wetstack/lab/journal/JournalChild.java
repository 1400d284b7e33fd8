package org.wetstack.lab.journal;

import java.nio.file.Path;
import java.util.Map;

/** A process that appends, and prints what was acknowledged, until it is killed. */
final class JournalChild {

  private JournalChild() {}

  public static void main(String[] args) {
    FileJournal journal = Journals.open(Path.of(args[0]), 20_000, Disk.host());
    for (int t = 0; t < 3; t++) {
      String who = args[1] + "-" + t;
      new Thread(
              () -> {
                for (int i = 0; ; i++) {
                  Entry entry = journal.append(who, "test", Map.of("i", "" + i));
                  System.out.println(entry.number() + " " + who + " " + i);
                }
              })
          .start();
    }
  }
}

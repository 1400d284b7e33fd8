package org.wetstack.lab.desk;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.wetstack.lab.journal.Entry;
import org.wetstack.lab.journal.Kinds;
import org.wetstack.lab.parcel.Heir;
import org.wetstack.lab.parcel.Inheritance;
import org.wetstack.lab.rig.RigSpec;
import org.wetstack.lab.safety.CultureLimits;
import org.wetstack.lab.safety.ElectrodeProfile;
import org.wetstack.lab.safety.account.Accountant;
import org.wetstack.lab.safety.account.Finding;

/**
 * Has the accountant read along, and keeps what it finds until somebody has acted on it.
 * Thread-safe.
 */
final class Audit implements Heir {

  /** One that finds more has found enough. */
  static final int MOST = 100;

  static final String CODE = "accountant";

  /** What these rules find depends on the rig file; of another one's entries it may be too much. */
  private static final List<String> BY_THE_FILE =
      List.of("stimulus.", "train.", "dose.", "flash.", "limit.", "culture");

  private final Accountant accountant;
  private String file;
  private boolean another;
  private final List<String> found = new ArrayList<>();
  private int findings;

  Audit(RigSpec rig, Map<String, CultureLimits> hard) {
    file = rig.sha256();
    accountant =
        new Accountant(hard, rig.reservoirs().values(), profiles(rig.cultures().values(), rig));
  }

  private static Map<String, Map<Integer, ElectrodeProfile>> profiles(
      Collection<RigSpec.Culture> cultures, RigSpec rig) {
    Map<String, Map<Integer, ElectrodeProfile>> all = new HashMap<>();
    for (RigSpec.Culture culture : cultures) {
      ElectrodeProfile profile = rig.electrodes().get(culture.profile());
      if (profile != null) {
        Map<Integer, ElectrodeProfile> some =
            all.computeIfAbsent(culture.array().toString(), array -> new HashMap<>());
        culture.sites().forEach(site -> some.put(site, profile));
      }
    }
    return all;
  }

  /** {@code rig} holds from now on. */
  synchronized void judgeBy(RigSpec rig, Map<String, CultureLimits> hard) {
    accountant.judgeBy(hard, rig.reservoirs().values());
    file = rig.sha256();
    another = false;
  }

  @Override
  public synchronized void accept(Entry entry) {
    if (entry.what().equals(Kinds.STARTED) || entry.what().equals(Kinds.RELOADED)) {
      another = !entry.fact("file").equals(file);
    }
    for (Finding finding : accountant.check(entry)) {
      if (another && BY_THE_FILE.stream().anyMatch(finding.rule()::startsWith)) {
        continue;
      }
      findings++;
      if (findings <= MOST) {
        found.add(text(finding));
      } else if (findings == MOST + 1) {
        found.add("more than " + MOST + " findings: look at the journal before you go on");
      }
    }
  }

  @Override
  public synchronized void inherit(Inheritance inheritance) {
    accountant.inherit(inheritance);
  }

  private static String text(Finding finding) {
    return "entry " + finding.entry() + ", " + finding.rule() + ": " + finding.text();
  }

  /** What was found since this was called last. */
  synchronized List<String> take() {
    List<String> taken = List.copyOf(found);
    found.clear();
    return taken;
  }
}

package org.wetstack.lab.rig;

import static org.wetstack.lab.rig.Quantities.between;

import java.time.Duration;
import java.util.Optional;
import org.wetstack.lab.rig.RigSpec.Store;
import org.wetstack.yaml.Findings;
import org.wetstack.yaml.YamlMap;

/** Reads where the history of a rig is kept, and for how long. */
final class HistoryReader {

  static final Store USUAL =
      new Store(
          "embedded",
          Optional.empty(),
          Duration.ofDays(14),
          Duration.ofDays(365),
          Optional.empty());

  private final Findings findings;

  HistoryReader(Findings findings) {
    this.findings = findings;
  }

  Store read(YamlMap root) {
    String address =
        root.has("store")
            ? findings.or(USUAL.address(), () -> root.made("store", HistoryReader::address))
            : USUAL.address();
    return root.has("history")
        ? findings.or(USUAL, () -> history(address, root.map("history", "'history'")))
        : new Store(address, USUAL.passwordFile(), USUAL.full(), USUAL.minutes(), USUAL.hours());
  }

  private static String address(String text) {
    if (text.equals("embedded") || text.equals("none")) {
      return text;
    }
    if (!text.startsWith("postgresql:")) {
      throw new IllegalArgumentException(
          "'" + text + "' is no store: write embedded, none, or postgresql://user@host/database");
    }
    PostgresAddress.parse(text);
    return text;
  }

  private Store history(String address, YamlMap map) {
    Duration full = time(map, "full", "1 h", USUAL.full());
    Duration minutes = time(map, "minutes", "1 h", USUAL.minutes());
    Optional<Duration> hours =
        map.has("hours") && !"for ever".equals(findings.or("", () -> map.text("hours")))
            ? Optional.of(time(map, "hours", "1 d", minutes))
            : Optional.empty();
    if (minutes.compareTo(full) < 0) {
      findings.add(
          map.wrong(
              "minutes",
              "minutes are kept as long as full resolution at least, which is "
                  + Quantities.shown(full)));
    }
    if (hours.isPresent() && hours.get().compareTo(minutes) < 0) {
      findings.add(
          map.wrong(
              "hours",
              "hours are kept as long as minutes at least, which is " + Quantities.shown(minutes)));
    }
    Optional<String> password =
        map.has("password-file")
            ? findings.or(
                Optional.empty(), () -> Optional.of(map.made("password-file", Texts::words)))
            : Optional.empty();
    if (password.isPresent() && !address.startsWith("postgresql:")) {
      findings.add(map.wrong("password-file", "only a store at postgresql:// has a password"));
    }
    map.done(findings);
    return new Store(address, password, full, minutes, hours);
  }

  private Duration time(YamlMap map, String key, String least, Duration usual) {
    return map.has(key)
        ? findings.or(usual, () -> map.made(key, between(least, "36500 d", Quantities::duration)))
        : usual;
  }
}

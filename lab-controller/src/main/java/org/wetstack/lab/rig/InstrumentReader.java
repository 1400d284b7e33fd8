package org.wetstack.lab.rig;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.wetstack.hal.Instruments;
import org.wetstack.lab.rig.RigSpec.InstrumentSpec;
import org.wetstack.yaml.Findings;
import org.wetstack.yaml.YamlMap;

/** Reads the instruments of a rig. */
final class InstrumentReader {

  private final YamlMap root;
  private final Findings findings;
  private final Consumer<String> driver;
  private final Consumer<URI> link;

  InstrumentReader(YamlMap root, Findings findings, Consumer<String> driver, Consumer<URI> link) {
    this.root = root;
    this.findings = findings;
    this.driver = driver;
    this.link = link;
  }

  InstrumentSpec instrument(String name, YamlMap map) {
    var instrument =
        new InstrumentSpec(
            findings.or(
                "",
                () ->
                    map.made(
                        "driver",
                        text -> {
                          driver.accept(text);
                          return text;
                        })),
            findings.or("", () -> map.made("endpoint", text -> endpoint(text, link))));
    map.done(findings);
    return instrument;
  }

  /** That there are some, and no two at one place. */
  void requireApart(Map<String, InstrumentSpec> instruments, Map<String, YamlMap> places) {
    if (places.isEmpty()) {
      findings.add(
          root.wrong(
              "instruments",
              "a rig needs 'instruments', at least one, as in"
                  + " 'mea: {driver: firmware, endpoint: \"tcp://127.0.0.1:7411\"}'"));
    }
    Map<String, String> taken = new HashMap<>();
    instruments.forEach(
        (name, instrument) -> {
          String other = taken.putIfAbsent(instrument.endpoint(), name);
          YamlMap map = places.get(name);
          if (other != null && map != null) {
            findings.add(
                map.wrong(
                    "endpoint",
                    "'" + other + "' is at " + instrument.endpoint() + " already: give another"));
          }
        });
  }

  /** {@code text}, if {@code link} takes it. */
  static String endpoint(String text, Consumer<URI> link) {
    link.accept(Instruments.uri(text));
    return text;
  }
}

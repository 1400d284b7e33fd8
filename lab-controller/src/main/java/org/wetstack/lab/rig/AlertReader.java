package org.wetstack.lab.rig;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.wetstack.hal.Instruments;
import org.wetstack.lab.rig.RigSpec.Alert;
import org.wetstack.lab.rig.RigSpec.Channel;
import org.wetstack.lab.rig.RigSpec.Encryption;
import org.wetstack.lab.rig.RigSpec.Listen;
import org.wetstack.lab.rig.RigSpec.Severity;
import org.wetstack.yaml.Findings;
import org.wetstack.yaml.YamlMap;

/** Reads who is told of alarms, and how. */
final class AlertReader {

  private static final List<String> CHANNELS = List.of("webhook", "email", "mqtt");
  private static final Pattern MAILBOX = Pattern.compile("[^@\\s<>]{1,64}@[^@\\s<>]{1,200}");
  private static final Pattern CODE = Pattern.compile("[a-z][a-z0-9.-]{0,63}");
  private static final Channel NONE = new Channel.Webhook("");
  private static final Listen NOWHERE = new Listen("", 0);

  private final Findings findings;
  private final Consumer<URI> link;

  AlertReader(Findings findings, Consumer<URI> link) {
    this.findings = findings;
    this.link = link;
  }

  List<Alert> all(YamlMap root) {
    List<Alert> alerts = new ArrayList<>();
    if (root.has("alerts")) {
      for (YamlMap map : root.maps("alerts", "an alert")) {
        alerts.add(alert(map));
      }
    }
    return alerts;
  }

  private Alert alert(YamlMap map) {
    var alert =
        new Alert(
            findings.or(NONE, () -> channel(map)),
            map.has("codes") ? findings.or(List.of(), () -> codes(map)) : List.of(),
            map.has("at-least")
                ? findings.or(Severity.ALARM, () -> chosen(map, "at-least", Severity.values()))
                : Severity.WARNING);
    map.done(findings);
    return alert;
  }

  private static List<String> codes(YamlMap map) {
    List<String> codes =
        map.each(
            "codes",
            text -> {
              if (!CODE.matcher(text).matches()) {
                throw new IllegalArgumentException(
                    "'" + text + "' is no code of an alarm: write it as in under-delivery, or all");
              }
              return text;
            });
    if (codes.contains("all") && codes.size() > 1) {
      throw map.wrong("codes", "'all' has every code in it: write it alone");
    }
    return codes.contains("all") ? List.of() : codes;
  }

  private Channel channel(YamlMap map) {
    List<String> named = CHANNELS.stream().filter(map::has).toList();
    if (named.size() != 1) {
      throw map.wrong(
          "an alert has exactly one of the keys " + CHANNELS + "; this one has " + map.keys());
    }
    return switch (named.get(0)) {
      case "webhook" -> map.made("webhook", AlertReader::webhook);
      case "mqtt" -> map.made("mqtt", this::mqtt);
      default -> email(map.map("email", "'email'"));
    };
  }

  private static Channel webhook(String text) {
    URI uri = Instruments.uri(text);
    if (uri.getHost() == null || !List.of("http", "https").contains(uri.getScheme())) {
      throw new IllegalArgumentException(
          "'" + text + "' is no web address: write it as in https://chat.lab/hooks/rig-1");
    }
    return new Channel.Webhook(text);
  }

  private Channel mqtt(String text) {
    if (!List.of("mqtt", "mqtts").contains(String.valueOf(Instruments.uri(text).getScheme()))) {
      throw new IllegalArgumentException(
          "'" + text + "' is at no broker: write it as in mqtts://broker.lab:8883/rig-1/alarms");
    }
    return new Channel.Mqtt(InstrumentReader.endpoint(text, link));
  }

  private Channel email(YamlMap map) {
    Listen server = findings.or(NOWHERE, () -> map.made("server", text -> Texts.address(text, 1)));
    var email =
        new Channel.Email(
            findings.or(List.of(), () -> map.each("to", AlertReader::mailbox)),
            findings.or("", () -> map.made("from", AlertReader::mailbox)),
            server.host(),
            server.port(),
            map.has("encryption")
                ? findings.or(
                    Encryption.STARTTLS, () -> chosen(map, "encryption", Encryption.values()))
                : Encryption.STARTTLS,
            words(map, "user"),
            words(map, "password-file"));
    if (map.has("user") != map.has("password-file")) {
      findings.add(map.wrong("'user' and 'password-file' belong together: give both, or neither"));
    }
    map.done(findings);
    return email;
  }

  private static String mailbox(String text) {
    if (!MAILBOX.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is no mail address: write it as in lab@example.org");
    }
    return text;
  }

  private Optional<String> words(YamlMap map, String key) {
    return map.has(key)
        ? findings.or(Optional.empty(), () -> Optional.of(map.made(key, Texts::words)))
        : Optional.empty();
  }

  /** The one of {@code values} whose name in lower case stands at {@code key}. */
  private static <E extends Enum<E>> E chosen(YamlMap map, String key, E[] values) {
    List<String> names =
        Stream.of(values).map(each -> each.name().toLowerCase(Locale.ROOT)).toList();
    return values[names.indexOf(map.oneOf(key, names))];
  }
}

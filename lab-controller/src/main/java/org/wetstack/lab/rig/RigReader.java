package org.wetstack.lab.rig;

import static org.wetstack.lab.rig.Quantities.between;

import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.wetstack.lab.rig.RigSpec.Culture;
import org.wetstack.lab.rig.RigSpec.Disk;
import org.wetstack.lab.rig.RigSpec.InstrumentSpec;
import org.wetstack.lab.rig.RigSpec.Leases;
import org.wetstack.lab.rig.RigSpec.Listen;
import org.wetstack.lab.rig.RigSpec.Tls;
import org.wetstack.lab.safety.CultureLimits;
import org.wetstack.lab.safety.ElectrodeProfile;
import org.wetstack.lab.safety.Reservoir;
import org.wetstack.yaml.Findings;
import org.wetstack.yaml.YamlMap;

/**
 * Reads a whole rig, section by section. One that has mistakes is left out, and reading goes on.
 */
final class RigReader {

  private static final Listen USUAL_LISTEN = new Listen("127.0.0.1", 0);
  private static final Leases USUAL_LEASES =
      new Leases(Duration.ofSeconds(10), Duration.ofHours(8));
  private static final Disk USUAL_DISK = new Disk(2L << 30);

  private final YamlMap root;
  private final Findings findings;
  private final String sha256;
  private final Consumer<String> driver;
  private final Consumer<URI> link;
  private final Map<String, YamlMap> places;
  private final Map<String, YamlMap> kinds;
  private final Map<String, YamlMap> fluids;
  private final Map<String, YamlMap> dishes;

  RigReader(
      YamlMap root, Findings findings, String sha256, Consumer<String> driver, Consumer<URI> link) {
    this.root = root;
    this.findings = findings;
    this.sha256 = sha256;
    this.driver = driver;
    this.link = link;
    places = sections(root, findings, "instruments", "instrument");
    kinds = sections(root, findings, "electrodes", "kind of electrodes");
    fluids = sections(root, findings, "reservoirs", "reservoir");
    dishes = sections(root, findings, "cultures", "culture");
  }

  /** Nothing but a rig to throw away if there are findings. */
  RigSpec read() {
    Map<String, ElectrodeProfile> electrodes = all(kinds, new ElectrodeReader(findings)::read);
    CultureLimits limits =
        findings.or(LimitsReader.DEFAULTS, () -> new LimitsReader(findings).rig(root));
    Map<String, Culture> cultures = cultures(limits);
    var interlocks =
        all(
            sections(root, findings, "interlocks", "interlock"),
            new InterlockReader(findings, places.keySet())::read);
    var tasks = new TaskReader(findings, dishes, cultures, electrodes);
    var spec =
        new RigSpec(
            findings.or("", () -> root.made("name", Texts::name)),
            words("description", ""),
            sha256,
            findings.or(USUAL_LISTEN, this::listen),
            findings.or(Optional.empty(), this::tls),
            words("data", "data"),
            findings.or(ZoneOffset.UTC, this::zone),
            instruments(),
            electrodes,
            reservoirs(),
            cultures,
            limits,
            interlocks,
            findings.or(USUAL_LEASES, this::leases),
            findings.or(Optional.empty(), () -> new UsersReader(findings).read(root)),
            findings.or(List.of(), () -> tasks.all(root)),
            findings.or(List.of(), () -> new AlertReader(findings, link).all(root)),
            findings.or(USUAL_DISK, this::disk),
            new HistoryReader(findings).read(root),
            findings.or(Optional.empty(), this::recordedAlso));
    root.done(findings);
    return spec;
  }

  private Map<String, InstrumentSpec> instruments() {
    var reader = new InstrumentReader(root, findings, driver, link);
    Map<String, InstrumentSpec> instruments = all(places, reader::instrument);
    reader.requireApart(instruments, places);
    return instruments;
  }

  private Map<String, Reservoir> reservoirs() {
    var reader = new ReservoirReader(findings, places.keySet());
    Map<String, Reservoir> reservoirs = all(fluids, reader::read);
    reader.requireApart(reservoirs, fluids);
    return reservoirs;
  }

  private Map<String, Culture> cultures(CultureLimits limits) {
    var reader =
        new CultureReader(findings, places.keySet(), kinds.keySet(), fluids.keySet(), limits);
    Map<String, Culture> cultures = all(dishes, reader::read);
    reader.requireApart(cultures, dishes);
    return cultures;
  }

  private Listen listen() {
    if (!root.has("listen")) {
      return USUAL_LISTEN;
    }
    Listen listen = root.made("listen", text -> Texts.address(text, 0));
    if (!listen.isLoopback() && !(root.has("tls") && root.has("users"))) {
      throw root.wrong(
          "listen",
          "other computers can reach "
              + listen
              + ": give 'tls' and 'users', or listen at 127.0.0.1 only");
    }
    return listen;
  }

  private Optional<Tls> tls() {
    if (!root.has("tls")) {
      return Optional.empty();
    }
    YamlMap map = root.map("tls", "'tls'");
    var tls =
        new Tls(
            findings.or("", () -> map.made("certificate", Texts::words)),
            findings.or("", () -> map.made("key", Texts::words)),
            map.has("client-ca")
                ? findings.or(
                    Optional.empty(), () -> Optional.of(map.made("client-ca", Texts::words)))
                : Optional.empty());
    map.done(findings);
    return Optional.of(tls);
  }

  private ZoneId zone() {
    Function<String, ZoneId> read =
        text -> {
          try {
            return ZoneId.of(text);
          } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                "'" + text + "' is no time zone: write it as in Europe/Zurich or UTC", e);
          }
        };
    return root.has("zone") ? root.made("zone", read) : ZoneOffset.UTC;
  }

  private Leases leases() {
    if (!root.has("leases")) {
      return USUAL_LEASES;
    }
    YamlMap map = root.map("leases", "'leases'");
    var leases =
        new Leases(
            time(map, "silence", USUAL_LEASES.silence(), "1 s", "10 s"),
            time(map, "longest", USUAL_LEASES.longest(), "1 min", "30 d"));
    map.done(findings);
    return leases;
  }

  private Optional<String> recordedAlso() {
    if (!root.has("recordings")) {
      return Optional.empty();
    }
    YamlMap map = root.map("recordings", "'recordings'");
    Optional<String> also =
        map.has("also")
            ? findings.or(Optional.empty(), () -> Optional.of(map.oneOf("also", List.of("nwb"))))
            : Optional.empty();
    map.done(findings);
    return also;
  }

  private Disk disk() {
    if (!root.has("disk")) {
      return USUAL_DISK;
    }
    YamlMap map = root.map("disk", "'disk'");
    var disk =
        new Disk(
            findings.or(
                USUAL_DISK.keepFree(),
                () -> map.made("keep-free", between("512 MiB", "100 TiB", Quantities::bytes))));
    map.done(findings);
    return disk;
  }

  private Duration time(YamlMap map, String key, Duration usual, String least, String most) {
    return map.has(key)
        ? findings.or(usual, () -> map.made(key, between(least, most, Quantities::duration)))
        : usual;
  }

  private String words(String key, String usual) {
    return root.has(key) ? findings.or(usual, () -> root.made(key, Texts::words)) : usual;
  }

  /** What stands under {@code key} by its names. */
  private static Map<String, YamlMap> sections(
      YamlMap root, Findings findings, String key, String kind) {
    return findings.or(
        Map.of(),
        () -> {
          Map<String, YamlMap> named = root.named(key, kind, findings);
          for (Map.Entry<String, YamlMap> each : named.entrySet()) {
            try {
              Texts.name(each.getKey());
            } catch (IllegalArgumentException e) {
              findings.add(each.getValue().wrong(String.valueOf(e.getMessage())));
            }
          }
          return named;
        });
  }

  /** Those of {@code sections} that have no mistakes. */
  private <T> Map<String, T> all(
      Map<String, YamlMap> sections, BiFunction<String, YamlMap, T> read) {
    Map<String, T> all = new LinkedHashMap<>();
    sections.forEach(
        (name, map) ->
            findings.in(
                () -> {
                  int before = findings.count();
                  T one = read.apply(name, map);
                  if (findings.count() == before) {
                    all.put(name, one);
                  }
                }));
    return all;
  }
}

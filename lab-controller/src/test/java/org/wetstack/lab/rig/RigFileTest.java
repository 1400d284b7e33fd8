package org.wetstack.lab.rig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wetstack.hal.units.Current;
import org.wetstack.hal.units.FlowRate;
import org.wetstack.hal.units.Volume;
import org.wetstack.lab.rig.RigSpec.Channel;
import org.wetstack.lab.rig.RigSpec.Culture;
import org.wetstack.lab.safety.CultureLimits;
import org.wetstack.lab.safety.DosingLimits;
import org.wetstack.lab.safety.ElectrodeProfile;
import org.wetstack.lab.safety.ElectrodeProfile.First;
import org.wetstack.lab.safety.IlluminationLimits;
import org.wetstack.lab.safety.Reservoir;
import org.wetstack.lab.safety.StimulationLimits;

/** What is written in a rig file is what the controller works with. */
class RigFileTest {

  private static final CultureLimits FULL_LIMITS =
      new CultureLimits(
          new StimulationLimits(Current.nanoamps(5_000), 4_000, 100, 25, 4, 50, 200),
          new DosingLimits(
              Volume.microliters(1),
              Volume.microliters(15),
              Volume.microliters(80),
              Volume.microliters(2_000),
              FlowRate.microlitersPerMinute(5),
              Duration.ofSeconds(15),
              5_000),
          new IlluminationLimits(2_000, 100_000, 2_000_000, 10_000_000, Duration.ofSeconds(2)));

  private final RigSpec full = Rigs.parse(Rigs.FULL);

  private Culture culture(String name) {
    return Objects.requireNonNull(full.cultures().get(name));
  }

  @Test
  void theRigItself() throws Exception {
    assertEquals("rig-1", full.name());
    assertEquals("every key that there is", full.description());
    assertEquals(new RigSpec.Listen("::1", 7400), full.listen());
    assertEquals("[::1]:7400", full.listen().toString());
    assertEquals(
        Optional.of(
            new RigSpec.Tls(
                "/etc/rig/cert.pem", "/etc/rig/key.pem", Optional.of("/etc/rig/ca.pem"))),
        full.tls());
    assertEquals("/var/lib/rig", full.data());
    assertEquals(ZoneId.of("Europe/Zurich"), full.zone());
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(Rigs.FULL.getBytes(StandardCharsets.UTF_8));
    assertEquals(HexFormat.of().formatHex(digest), full.sha256());
    assertEquals(List.of("mea", "pump"), List.copyOf(full.instruments().keySet()));
    assertEquals(
        new RigSpec.InstrumentSpec("new-era", "serial:/dev/ttyUSB0?diameter=4.699"),
        full.instruments().get("pump"));
    assertEquals(new RigSpec.Leases(Duration.ofSeconds(5), Duration.ofHours(12)), full.leases());
  }

  @Test
  void electrodesTakeTheirChargeDensityFromTheMaterialUnlessTold() {
    assertEquals(
        new ElectrodeProfile(
            "tin",
            "titanium-nitride",
            30,
            1_000,
            50,
            Optional.of(First.CATHODIC),
            Optional.empty()),
        full.electrodes().get("tin"));
    assertEquals(
        new ElectrodeProfile(
            "own",
            "carbon",
            50,
            40,
            25,
            Optional.of(First.ANODIC),
            Optional.of(Duration.ofDays(7))),
        full.electrodes().get("own"));
  }

  @ParameterizedTest
  @CsvSource({
    "platinum, 30",
    "platinum-iridium, 30",
    "gold, 15",
    "titanium-nitride, 1000",
    "iridium-oxide, 1000",
    "pedot, 1000",
  })
  void aMaterialHasItsChargeDensity(String material, int density) {
    RigSpec rig =
        Rigs.parse(
            Rigs.SHORTEST + "electrodes: {e: {material: %s, diameter: 1 mm}}".formatted(material));
    ElectrodeProfile profile = Objects.requireNonNull(rig.electrodes().get("e"));
    assertEquals(density, profile.chargeDensity());
    assertEquals(material.equals("titanium-nitride"), profile.first().isPresent());
  }

  @Test
  void reservoirsAndCultures() {
    assertEquals(
        Map.of(
            "dopamine",
            new Reservoir(
                "dopamine",
                "pump",
                "dopamine",
                100_000,
                "medium",
                Volume.microliters(50_000),
                Instant.parse("2026-11-27T07:00:00Z"),
                Instant.parse("2026-11-29T00:00:00Z"))),
        full.reservoirs());
    Culture c1 = culture("c1");
    assertEquals("c1", c1.name());
    assertEquals(new RigSpec.Cells("17", "organoids"), c1.cells());
    assertEquals(LocalDate.of(2026, 9, 1), c1.plated());
    assertEquals(new DeviceName("mea", Optional.of("mea")), c1.array());
    assertEquals(IntStream.range(0, 16).boxed().toList(), c1.sites());
    assertEquals("tin", c1.profile());
    assertEquals(List.of("dopamine"), c1.reservoirs());
    assertEquals(Optional.of(Volume.microliters(1_000)), c1.well());
    assertEquals(List.of(16, 18, 19, 20), culture("c2").sites());
  }

  @Test
  void limitsOfACultureAreTheRigsWhereItHasNoneOfItsOwn() {
    assertEquals(FULL_LIMITS, full.limits());
    assertEquals(FULL_LIMITS, culture("c2").limits());
    StimulationLimits stimulation = FULL_LIMITS.stimulation();
    DosingLimits dosing = FULL_LIMITS.dosing();
    assertEquals(
        new CultureLimits(
            new StimulationLimits(
                Current.nanoamps(2_000),
                stimulation.chargePerPhasePicocoulombs(),
                stimulation.pulsesPerSecond(),
                stimulation.dutyPerMille(),
                stimulation.electrodesAtOnce(),
                stimulation.pulsesPerTrain(),
                stimulation.netChargePicocoulombs()),
            new DosingLimits(
                dosing.dose(),
                Volume.microliters(10),
                dosing.day(),
                dosing.total(),
                dosing.rate(),
                Duration.ofSeconds(20),
                dosing.picomolesPerDay()),
            FULL_LIMITS.illumination()),
        culture("c1").limits());
    assertEquals("[mea/uv]", culture("c2").lights().toString());
  }

  @Test
  void interlocksUsersAndAlerts() {
    assertEquals(
        new RigSpec.Interlock(
            "temperature",
            Optional.empty(),
            "degC",
            Optional.of(new RigSpec.Range(36.5, 37.5)),
            new RigSpec.Range(36, 38),
            Duration.ofSeconds(30)),
        full.interlocks().get("temperature"));
    assertEquals(
        new RigSpec.Interlock(
            "flow",
            Optional.of(new DeviceName("pump", Optional.of("flow"))),
            "",
            Optional.empty(),
            new RigSpec.Range(-5, 5),
            Duration.ofSeconds(60)),
        full.interlocks().get("flow"));
    assertEquals(
        Optional.of(
            new RigSpec.Users(
                Optional.of("/etc/rig/tokens"),
                Optional.of(
                    new RigSpec.Jwt(
                        "https://id.lab",
                        "rig-1",
                        "/etc/rig/keys.json",
                        "groups",
                        Map.of("lab", "operator", "Staff of the Lab", "safety-officer"))))),
        full.users());
    assertEquals(
        List.of(
            new RigSpec.Alert(
                new Channel.Webhook("https://chat.lab/hooks/1"),
                List.of(),
                RigSpec.Severity.WARNING),
            new RigSpec.Alert(
                new Channel.Mqtt("mqtts://broker.lab:8883/rig-1/alarms"),
                List.of("under-delivery", "air-in-line"),
                RigSpec.Severity.ALARM),
            new RigSpec.Alert(
                new Channel.Email(
                    List.of("a@lab.org", "b@lab.org"),
                    "rig@lab.org",
                    "mail.lab",
                    587,
                    RigSpec.Encryption.TLS,
                    Optional.of("rig"),
                    Optional.of("/etc/rig/mail")),
                List.of(),
                RigSpec.Severity.WARNING)),
        full.alerts());
  }

  @Test
  void aShortFileHasWhatIsUsual() {
    RigSpec rig = Rigs.parse(Rigs.SHORTEST);
    assertEquals(new RigSpec.Listen("127.0.0.1", 0), rig.listen());
    assertTrue(rig.tls().isEmpty() && rig.users().isEmpty());
    assertEquals("data", rig.data());
    assertEquals(ZoneOffset.UTC, rig.zone());
    assertEquals(new RigSpec.Leases(Duration.ofSeconds(10), Duration.ofHours(8)), rig.leases());
    assertEquals(
        new CultureLimits(
            new StimulationLimits(Current.microamps(3), 3_000, 200, 100, 8, 100, 300),
            new DosingLimits(
                Volume.microliters(2),
                Volume.microliters(20),
                Volume.microliters(100),
                Volume.microliters(1_000),
                FlowRate.microlitersPerMinute(10),
                Duration.ofSeconds(10),
                10_000)),
        rig.limits());
    assertTrue(rig.cultures().isEmpty() && rig.schedule().isEmpty() && rig.alerts().isEmpty());
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, true",
    "127.1.2.3, true",
    "localhost, true",
    "::1, true",
    "0.0.0.0, false",
    "127.evil.example, false",
    "10.0.0.1, false",
    "rig.lab, false",
    "::, false",
  })
  void onlyThisComputerReachesALoopbackAddress(String host, boolean loopback) {
    assertEquals(loopback, new RigSpec.Listen(host, 1).isLoopback());
  }

  @ParameterizedTest
  @ValueSource(strings = {"../examples/rig.yaml"})
  void theExampleIsARigWithoutWarningsButForWhoMayUseIt(String example) throws IOException {
    RigSpec rig = Rigs.parse(Files.readString(Path.of(example)));
    List<String> warnings = RigWarnings.of(rig, Instant.parse("2026-11-27T08:00:00Z"));
    assertEquals(1, warnings.size(), warnings::toString);
    assertTrue(warnings.get(0).startsWith("there are no 'users'"), warnings::toString);
    assertEquals(3, rig.schedule().size());
  }

  @Test
  void driversAndSchemesMustBeOnTheClassPath() {
    String yaml = "name: r\ninstruments: {mea: {driver: no-such, endpoint: \"nowhere:1\"}}";
    var refused = assertThrows(InvalidRigException.class, () -> RigFile.parse("r.yaml", yaml));
    assertEquals(2, refused.errors().size(), refused::toString);
    assertTrue(refused.errors().get(0).startsWith("r.yaml:2:29: no driver called 'no-such'"));
    assertTrue(refused.errors().get(1).startsWith("r.yaml:2:48: no link for 'nowhere:1'"));
    assertEquals(String.join("\n", refused.errors()), refused.getMessage());
  }

  @Test
  void aRigCannotBeChangedThroughItsCollections() {
    assertThrows(UnsupportedOperationException.class, () -> full.instruments().remove("mea"));
    assertThrows(UnsupportedOperationException.class, () -> full.schedule().remove(0));
    assertFalse(full.instruments().isEmpty());
  }
}

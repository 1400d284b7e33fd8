package org.wetstack.tests;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.io.File;
import java.util.Timer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.Instruments;

/** Who may import whom: the table of docs/explanation/architecture.md. */
class ArchitectureTest {

  private static final DescribedPredicate<JavaClass> JDK =
      resideInAnyPackage(
          "java..",
          "javax.net..",
          "javax.security..",
          "javax.xml..",
          "jdk.net..",
          "org.jspecify..");

  @Test
  void theAccountantSharesNothingWithWhatDecides() {
    may(
        "org.wetstack.lab.safety.account..",
        in("org.wetstack.hal.units..")
            .or(
                belongToAnyOf(
                    org.wetstack.lab.journal.Entry.class,
                    org.wetstack.lab.journal.Kinds.class,
                    // Entries too, of other journals.
                    org.wetstack.lab.parcel.Inheritance.class,
                    org.wetstack.lab.parcel.Inheritance.Stay.class,
                    org.wetstack.lab.safety.CultureLimits.class,
                    org.wetstack.lab.safety.DosingLimits.class,
                    org.wetstack.lab.safety.ElectrodeProfile.class,
                    org.wetstack.lab.safety.IlluminationLimits.class,
                    org.wetstack.lab.safety.Reservoir.class,
                    org.wetstack.lab.safety.StimulationLimits.class)),
        "a mistake that both made would never be found");
  }

  @Test
  void halNeedsNothingButTheJdk() {
    may("org.wetstack.hal..", in(), "whoever writes a driver or an experiment gets it alone");
  }

  @Test
  void unitsNeedNothingOfTheHal() {
    may("org.wetstack.hal.units..", in(), "a volume is a volume, with or without a pump");
  }

  @Test
  void devicesDoNotKnowWhoMakesThem() {
    noClasses()
        .that(resideInAPackage("org.wetstack.hal").and(not(belongToAnyOf(Instruments.class))))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.wetstack.hal.spi..")
        .because("users see devices; only Instruments, their way in, looks for providers")
        .check(Production.CLASSES);
  }

  @Test
  void theProtocolIsPureComputing() {
    may("org.wetstack.protocol..", in("com.google.protobuf.."), "firmware authors port it");
    noClasses()
        .that()
        .resideInAPackage("org.wetstack.protocol..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                    "java.net..",
                    "java.nio.channels..",
                    "java.nio.file..",
                    "java.time..",
                    "java.util.concurrent",
                    "java.util.concurrent.locks..",
                    "javax..")
                .or(belongToAnyOf(File.class, Thread.class, Timer.class)))
        .because("bytes in, messages out: no files, no sockets, no threads, no clocks")
        .check(Production.CLASSES);
  }

  @ParameterizedTest
  @CsvSource({
    "serial, com.fazecast.jSerialComm..",
    "tcp, io.netty..",
    "mqtt, org.eclipse.paho.mqttv5..",
  })
  void aLinkKnowsOneLibraryAndNotWhatItCarries(String link, String library) {
    may(
        "org.wetstack.link." + link + "..",
        in("org.wetstack.hal.spi..", library).or(belongToAnyOf(DeviceException.class)),
        "how bytes travel is one question, and each way of travelling another answer");
  }

  @Test
  void aDriverKnowsTheHalAndTheLanguageOfItsDevice() {
    may(
        "org.wetstack.drivers.firmware..",
        in("org.wetstack.hal..", "org.wetstack.protocol..", "com.google.protobuf.."),
        "any link may carry it, and nothing emulated may help it");
  }

  @Test
  void theEmulatorKnowsTheWireButNoDriverAndNoDeviceOfTheHal() {
    may(
        "org.wetstack.emulator..",
        in(
                "org.wetstack.hal.spi..",
                "org.wetstack.protocol..",
                "com.google.protobuf..",
                "com.sun.jna..",
                "org.wetstack.yaml..")
            .or(belongToAnyOf(DeviceException.class)),
        "a limit that both ends shared would agree with itself when wrong; DeviceException it"
            + " shares because a Link says with it that it took nothing");
  }

  @Test
  void theBridgeKnowsPumpsAndTheWireButNoDriverAndNothingEmulated() {
    may(
        "org.wetstack.bridge..",
        in("org.wetstack.hal..", "org.wetstack.protocol..", "com.google.protobuf.."),
        "it bridges pumps of drivers that are not written yet");
  }

  @Test
  void theLabControllerKnowsDevicesAndNotWhatTheyAreMadeOf() {
    may(
        "org.wetstack.lab..",
        in(
            "org.wetstack.hal..",
            "org.wetstack.yaml..",
            "org.HdrHistogram..",
            "com.nimbusds..",
            "jakarta.mail..",
            "tools.jackson..",
            "com.fasterxml.jackson.annotation.."),
        "an experiment runs on any instrument");
  }

  @Test
  void sparkplugKnowsNothingOfRigs() {
    may(
        "org.wetstack.sparkplug..",
        in(
            "org.wetstack.hal.spi..",
            "com.google.protobuf..",
            "org.eclipse.paho..",
            "tools.jackson.."),
        "it is told how things are, and tells it");
  }

  @Test
  void lslKnowsArraysAndNothingOfTheLab() {
    may(
        "org.wetstack.lsl..",
        in("org.wetstack.hal..", "com.sun.jna.."),
        "any array may be streamed, with or without a controller");
  }

  @Test
  void exchangeKnowsRecordingsAndNothingElseOfTheLab() {
    may(
        "org.wetstack.exchange..",
        in(
            "org.wetstack.hal..",
            "org.wetstack.lab.recording..",
            "org.bytedeco..",
            "org.apache.parquet.."),
        "a recording is exported long after its controller has ended");
  }

  @Test
  void theReaderOfYamlKnowsNothingOfWhatTheFilesAreAbout() {
    may(
        "org.wetstack.yaml..",
        in("org.snakeyaml.engine.."),
        "the emulator and the lab controller share it, and nothing else");
  }

  @Test
  void theServerKnowsTheControllerAndTheApi() {
    may(
        "org.wetstack.server..",
        in(
            "org.wetstack.hal..",
            "org.wetstack.lab..",
            "org.wetstack.api..",
            "com.linecorp.armeria..",
            "com.google.protobuf..",
            "com.google.api..",
            "com.google.rpc..",
            "io.grpc..",
            "io.micrometer..",
            "tools.jackson..",
            // Part of what Armeria's own methods take.
            "io.netty..",
            "org.reactivestreams.."),
        "what a command does is for the controller to decide; the server only knows who asks");
  }

  @Test
  void theRemoteDriverKnowsTheHalAndTheApi() {
    may(
        "org.wetstack.drivers.remote..",
        in(
            "org.wetstack.hal..",
            "org.wetstack.api..",
            "com.linecorp.armeria..",
            "com.google.protobuf..",
            "com.google.rpc..",
            "io.grpc.."),
        "what the controller decides, it decides for programs elsewhere as well");
  }

  @Test
  void theBrokerKnowsArtemisAndNothingOfOurs() {
    may("org.wetstack.broker..", in("org.apache.activemq.artemis.."), "a broker carries anything");
  }

  @Test
  void theSuitesNeedTheHalAndJUnit() {
    may(
        "org.wetstack.conformance..",
        in("org.wetstack.hal..", "org.junit..", "org.opentest4j.."),
        "authors of drivers elsewhere run them");
  }

  @Test
  void programsFindDriversAndLinksAtRunTime() {
    noClasses()
        .that()
        .resideInAnyPackage("org.wetstack.app..", "org.wetstack.rig..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.wetstack.drivers..", "org.wetstack.link..", "org.wetstack.protocol..")
        .because("ServiceLoader finds ours, and those of other people in the same way")
        .check(Production.CLASSES);
  }

  @ParameterizedTest
  @CsvSource({
    "com.fazecast..,        org.wetstack.link.serial..",
    "io.netty..,            org.wetstack.link.tcp..|org.wetstack.server..",
    "org.eclipse.paho..,    org.wetstack.link.mqtt..|org.wetstack.sparkplug..",
    "org.apache.activemq.., org.wetstack.broker..",
    "com.sun.jna..,         org.wetstack.emulator.host..|org.wetstack.lsl..",
    "org.snakeyaml..,       org.wetstack.yaml..",
    "com.nimbusds..,        org.wetstack.lab.access..",
    "jakarta.mail..,        org.wetstack.lab.alert..",
    "com.linecorp..,        org.wetstack.server..|org.wetstack.drivers.remote..",
    "picocli..,             org.wetstack.app..",
  })
  void aLibraryIsKnownInFewPlaces(String library, String places) {
    String[] homes = places.split("\\|");
    noClasses()
        .that()
        .resideOutsideOfPackages(homes)
        .should()
        .dependOnClassesThat(resideInAPackage(library))
        .because("what is known about a library stands in one place, where it can be replaced")
        .check(Production.CLASSES);
    for (String home : homes) {
      assertTrue(
          Production.CLASSES.stream()
              .filter(resideInAPackage(home))
              .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
              .anyMatch(dependency -> resideInAPackage(library).test(dependency.getTargetClass())),
          "nothing in " + home + " uses " + library + ": this rule is out of date");
    }
  }

  @Test
  void noPackagesDependOnOneAnotherInACircle() {
    SlicesRuleDefinition.slices()
        .assignedFrom(new EachPackage())
        .should()
        .beFreeOfCycles()
        .ignoreDependency(
            belongToAnyOf(Instruments.class), resideInAPackage("org.wetstack.hal.spi"))
        .because("what stands in a circle can only be understood, tested and replaced at once")
        .check(Production.CLASSES);
  }

  private static DescribedPredicate<JavaClass> in(String... packages) {
    return resideInAnyPackage(packages);
  }

  /** That {@code who} depends on itself, the JDK and {@code whom} only. */
  private static void may(String who, DescribedPredicate<JavaClass> whom, String because) {
    classes()
        .that()
        .resideInAPackage(who)
        .should()
        .onlyDependOnClassesThat(resideInAPackage(who).or(JDK).or(whom))
        .because(because)
        .check(Production.CLASSES);
  }

  private static final class EachPackage implements SliceAssignment {
    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
      return SliceIdentifier.of(type.getPackageName());
    }

    @Override
    public String getDescription() {
      return "packages";
    }
  }
}

package org.wetstack.emulator.rig;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wetstack.emulator.CableFaults;
import org.wetstack.emulator.rig.Place.Kind;
import org.wetstack.hal.spi.Link.Delivery;

class PlaceTest {

  @ParameterizedTest
  @CsvSource({
    "cable, CABLE, 0, false",
    "noisy-line, CABLE, 0, false",
    "slow-stream, CABLE, 0, false",
    "lossy-broker, CABLE, 0, false",
    "serial, SERIAL, 0, false",
    "serial:/tmp/pump, SERIAL, 0, false",
    "serial:pump, SERIAL, 0, false",
    "tcp, TCP, 0, false",
    "tcp://127.0.0.1, TCP, 0, false",
    "tcp://127.0.0.1:0, TCP, 0, false",
    "tcp://localhost:7310, TCP, 7310, false",
    "tcp://127.0.0.1:65535, TCP, 65535, false",
    "tls://127.0.0.1:7311?cert=a.pem&key=a.key, TLS, 7311, false",
    "tls://127.0.0.1?cert=a.pem&key=a.key&ca=lab.pem, TLS, 0, false",
    "mqtt:rig-1/pump, MQTT, -, true",
    "mqtt://broker.lab/rig-1/pump, MQTT, -, false",
    "mqtt://my_broker:1883/rig-1/pump?user=me, MQTT, -, false",
    "mqtts://broker.lab:8883/rig-1/pump?ca=lab.pem, MQTT, -, false",
  })
  void everyFormIsUnderstood(String text, Kind kind, String port, boolean needsBroker) {
    Place place = Place.parse(text);
    assertEquals(kind, place.kind());
    assertEquals(text, place.toString());
    assertEquals(needsBroker, place.needsBroker());
    if (kind == Kind.TCP || kind == Kind.TLS) {
      assertEquals(Integer.parseInt(port), place.port());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | is no place",
        "usb | is no place; write serial",
        "TCP://127.0.0.1:7310 | is no place",
        "udp://127.0.0.1:7310 | is no place",
        "serial: | names no link",
        "serial:/tmp/pump?baud=9600 | takes none",
        "tcp: | not an endpoint",
        "tcp:7310 | names no address",
        "tcp:// | not an endpoint",
        "tcp://:7310 | not on this computer",
        "tcp://192.168.7.2:7310 | listen on 127.0.0.1 only",
        "tcp://0.0.0.0:7310 | listen on 127.0.0.1 only",
        "tcp://127.0.0.2:7310 | listen on 127.0.0.1 only",
        "tcp://[::1]:7310 | listen on 127.0.0.1 only",
        "tcp://me@127.0.0.1:7310 | not on this computer",
        "tcp://127.0.0.1:65536 | '65536' where a port belongs, from 0 to 65535",
        "tcp://127.0.0.1:99999999999 | where a port belongs",
        "tcp://127.0.0.1:-1 | where a port belongs",
        "tcp://127.0.0.1:abc | where a port belongs",
        "tcp://127.0.0.1: | where a port belongs",
        "tcp://127.0.0.1:7310/pump | after the port",
        "tcp://127.0.0.1:7310#1 | after the port",
        "tcp://127.0.0.1:7310?speed=2 | unknown option 'speed'",
        "tcp://127.0.0.1:73 10 | not an endpoint",
        "tls | names no address",
        "tls://127.0.0.1:7310 | has no certificate and key",
        "tls://127.0.0.1:7310?cert=a.pem | has no certificate and key",
        "tls://127.0.0.1:7310?cert=a.pem&key= | has no value",
        "tls://127.0.0.1:7310?cert=a.pem&key=a.key&kex=1 | unknown option 'kex'",
        "tls://127.0.0.2:7310?cert=a.pem&key=a.key | listen on 127.0.0.1 only",
        "mqtt | names no topic",
        "mqtt: | names no topic",
        "mqtt:/pump | is no topic",
        "mqtt:rig-1/ | is no topic",
        "mqtt:rig-1/+ | no wildcards",
        "mqtt:rig-1#x | after the topic",
        "mqtt:rig-1?user=me | after the topic",
        "mqtt:rig 1 | not an endpoint",
        "mqtts:rig-1/pump | names no broker",
        "mqtt:///rig-1 | names no broker",
        "mqtt://broker | names no topic",
        "mqtt://broker/ | names no topic",
        "mqtt://broker:0/rig-1 | where a port belongs, from 1 to 65535",
        "mqtt://broker:70000/rig-1 | where a port belongs",
        "mqtt://broker/rig-1/%23 | no wildcards",
      })
  void whatMeansNothingIsRefusedAndTheRemedyTold(String text, String why) {
    var refused = assertThrows(IllegalArgumentException.class, () -> Place.parse(text));
    String message = String.valueOf(refused.getMessage());
    assertTrue(message.contains(text) && message.contains(why), message);
    assertTrue(
        message.contains("write ")
            || message.contains("leave out")
            || message.contains("known are"),
        message);
    assertFalse(message.contains("\n"), message);
  }

  @Test
  void aPlaceCannotBeMadeOfAnotherKindThanItsTextIs() {
    assertThrows(IllegalArgumentException.class, () -> new Place(Kind.TCP, "cable"));
    assertThrows(IllegalArgumentException.class, () -> new Place(Kind.TCP, "tcp:7310"));
  }

  @Test
  void cablesAreAsBadAsTheirNames() {
    assertAll(
        () -> assertEquals(CableFaults.none(), Place.CABLE.faults()),
        () -> assertEquals(Delivery.RELIABLE_BYTES, Place.CABLE.delivery()),
        () -> assertEquals(CableFaults.noisyLine(), Place.parse("noisy-line").faults()),
        () -> assertEquals(Delivery.RAW_BYTES, Place.parse("noisy-line").delivery()),
        () -> assertEquals(CableFaults.slowStream(), Place.parse("slow-stream").faults()),
        () -> assertEquals(Delivery.RELIABLE_BYTES, Place.parse("slow-stream").delivery()),
        () -> assertEquals(CableFaults.lossyBroker(), Place.parse("lossy-broker").faults()),
        () -> assertEquals(Delivery.MESSAGES, Place.parse("lossy-broker").delivery()));
  }

  @Test
  void aTopicMovesToTheBrokerThatIsBroughtAlong() {
    Place moved = Place.parse("mqtt:rig-1/pump").at(URI.create("mqtt://127.0.0.1:1883"));
    assertEquals("mqtt://127.0.0.1:1883/rig-1/pump", moved.text());
    assertFalse(moved.needsBroker());
  }

  @Test
  void twoBoardsCannotHaveTheSamePortLinkOrTopic() {
    assertEquals(Optional.empty(), Place.CABLE.claim());
    assertEquals(Optional.empty(), Place.SERIAL.claim());
    assertEquals(Optional.empty(), Place.TCP.claim());
    assertEquals(
        Place.parse("tcp://localhost:7310").claim(),
        Place.parse("tls://127.0.0.1:7310?cert=a&key=b").claim());
    assertEquals(
        Place.parse("serial:/tmp/./pump").claim(), Place.parse("serial:/tmp/pump").claim());
    assertEquals(
        Place.parse("mqtt://b/rig-1").claim(), Place.parse("mqtt://b/rig-1?user=x").claim());
    assertEquals(Optional.of(Path.of("pump")), Place.parse("serial:pump").link());
  }
}

package org.wetstack.protocol;

import java.nio.charset.StandardCharsets;
import org.wetstack.protocol.v1.Alarm;
import org.wetstack.protocol.v1.DeviceDescription;
import org.wetstack.protocol.v1.DeviceMessage;
import org.wetstack.protocol.v1.HostMessage;
import org.wetstack.protocol.v1.SafeState;
import org.wetstack.protocol.v1.Samples;
import org.wetstack.protocol.v1.Waveform;
import org.wetstack.protocol.v1.Welcome;

/** The sizes of {@code firmware.options}, by hand: the generated Java code does not know them. */
final class Bounds {

  private static final int NAME = 32;
  private static final int DETAIL = 80;
  private static final int UNIT = 16;
  private static final int SITES = 32;
  static final int MARKS = 16;
  static final int DATA = 61_440;
  private static final int ELECTRODES = 32;
  private static final int PHASES = 3;

  /** Most bytes of UTF-8 that one {@code char} can become. */
  private static final int MAX_UTF8 = 3;

  private Bounds() {}

  static void check(HostMessage message) throws UnreadableMessageException {
    switch (message.getBodyCase()) {
      case HELLO -> text("Hello.host_name", message.getHello().getHostName(), NAME);
      case LOAD_STIMULUS -> check(message.getLoadStimulus().getWaveform());
      default -> {}
    }
  }

  static void check(DeviceMessage message) throws UnreadableMessageException {
    switch (message.getBodyCase()) {
      case SAMPLES -> check(message.getSamples());
      case REFUSED -> text("Refused.detail", message.getRefused().getDetail(), DETAIL);
      case WELCOME -> check(message.getWelcome());
      case HEARTBEAT_REPLY -> check(message.getHeartbeatReply().getSafeState());
      case DESCRIPTION -> check(message.getDescription());
      case SITES -> count("Sites.sites", message.getSites().getSitesCount(), SITES);
      case ALARM -> check(message.getAlarm());
      case STIMULUS_LOADED -> check(message.getStimulusLoaded().getWaveform());
      default -> {}
    }
  }

  private static void check(Samples samples) throws UnreadableMessageException {
    count("Samples.marks", samples.getMarksCount(), MARKS);
    count("Samples.data", samples.getData().size(), DATA);
  }

  private static void check(Welcome welcome) throws UnreadableMessageException {
    text("Welcome.manufacturer", welcome.getManufacturer(), NAME);
    text("Welcome.model", welcome.getModel(), NAME);
    text("Welcome.serial_number", welcome.getSerialNumber(), NAME);
    text("Welcome.firmware_version", welcome.getFirmwareVersion(), NAME);
    check(welcome.getSafeState());
  }

  private static void check(DeviceDescription description) throws UnreadableMessageException {
    text("DeviceDescription.name", description.getName(), NAME);
    text("SensorDescription.quantity", description.getSensor().getQuantity(), UNIT);
    text("SensorDescription.unit", description.getSensor().getUnit(), UNIT);
  }

  private static void check(Alarm alarm) throws UnreadableMessageException {
    text("Alarm.code", alarm.getCode(), NAME);
    text("Alarm.detail", alarm.getDetail(), DETAIL);
    check(alarm.getSafeState());
  }

  private static void check(SafeState state) throws UnreadableMessageException {
    text("SafeState.detail", state.getDetail(), DETAIL);
  }

  private static void check(Waveform waveform) throws UnreadableMessageException {
    count("Waveform.electrodes", waveform.getElectrodesCount(), ELECTRODES);
    count("Waveform.phases", waveform.getPhasesCount(), PHASES);
  }

  private static void text(String field, String value, int max) throws UnreadableMessageException {
    if (value.length() * MAX_UTF8 > max) {
      count(field, value.getBytes(StandardCharsets.UTF_8).length, max);
    }
  }

  private static void count(String field, int value, int max) throws UnreadableMessageException {
    if (value > max) {
      throw new UnreadableMessageException(field + " has " + value + "; at most " + max);
    }
  }
}

package org.wetstack.emulator.cavro;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.wetstack.emulator.cavro.Request.Protocol;

/**
 * Finds messages of both protocols in what comes over the line, and builds answers. Once a message
 * of the OEM protocol has come, the DT protocol is not understood until the next power-up.
 */
final class Framing {

  /** More than the longest string a pump takes, so that one that is too long can be refused. */
  static final int MAX_DATA = 300;

  private static final int STX = 0x02;
  private static final int ETX = 0x03;
  private static final int CR = 0x0D;
  private static final int LF = 0x0A;
  private static final int MASTER = 0x30;
  private static final int SYNC = 0xFF;
  private static final int SEQUENCE_MARK = 0x30;
  private static final int REPEAT = 0x08;

  private enum State {
    IDLE,
    OEM,
    CHECKSUM,
    DT
  }

  private final StringBuilder heard = new StringBuilder();
  private State state = State.IDLE;
  private boolean oemOnly;

  /** Every message that {@code bytes} complete. */
  List<Request> hear(byte[] bytes) {
    var requests = new ArrayList<Request>();
    for (byte each : bytes) {
      int one = each & 0xFF;
      switch (state) {
        case IDLE -> begin(one);
        case OEM -> oem(one);
        case DT -> dt(one, requests);
        case CHECKSUM -> check(one, requests);
      }
    }
    return requests;
  }

  private void begin(int one) {
    heard.setLength(0);
    if (one == STX) {
      state = State.OEM;
    } else if (one == '/' && !oemOnly) {
      state = State.DT;
    }
  }

  private void oem(int one) {
    if (one == STX) {
      heard.setLength(0);
    } else if (one == ETX) {
      state = State.CHECKSUM;
    } else {
      take(one);
    }
  }

  private void check(int one, List<Request> requests) {
    state = State.IDLE;
    int sum = STX;
    sum ^= ETX;
    for (int i = 0; i < heard.length(); i++) {
      sum ^= heard.charAt(i);
    }
    if (sum != one || heard.length() < 2 || (heard.charAt(1) & 0xF0) != SEQUENCE_MARK) {
      return;
    }
    oemOnly = true;
    int sequence = heard.charAt(1);
    requests.add(
        new Request(
            Protocol.OEM,
            heard.charAt(0),
            sequence & 0x07,
            (sequence & REPEAT) != 0,
            heard.substring(2)));
  }

  private void dt(int one, List<Request> requests) {
    if (one == STX) {
      begin(one);
    } else if (one == '/') {
      heard.setLength(0);
    } else if (one != CR) {
      take(one);
    } else {
      state = State.IDLE;
      if (heard.length() > 0) {
        requests.add(new Request(Protocol.DT, heard.charAt(0), 0, false, heard.substring(1)));
      }
    }
  }

  private void take(int one) {
    if (heard.length() < MAX_DATA) {
      heard.append((char) one);
    }
  }

  /** The bytes of an answer in the protocol of its request. */
  static byte[] answer(Protocol protocol, Answer answer, boolean linePrefix) {
    var bytes = new ByteArrayOutputStream();
    if (linePrefix) {
      bytes.write(SYNC);
    }
    int status = 0x40 | (answer.ready() ? 0x20 : 0) | answer.fault().code();
    byte[] data = answer.data().getBytes(StandardCharsets.US_ASCII);
    bytes.write(protocol == Protocol.OEM ? STX : '/');
    bytes.write(MASTER);
    bytes.write(status);
    bytes.write(data, 0, data.length);
    bytes.write(ETX);
    if (protocol == Protocol.OEM) {
      int sum = 0;
      for (byte each : bytes.toByteArray()) {
        sum ^= each;
      }
      // The prefix is not part of the frame.
      bytes.write(linePrefix ? sum ^ SYNC : sum);
    } else {
      bytes.write(CR);
      bytes.write(LF);
    }
    return bytes.toByteArray();
  }
}

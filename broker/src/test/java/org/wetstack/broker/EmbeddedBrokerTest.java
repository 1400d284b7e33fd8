package org.wetstack.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EmbeddedBrokerTest {

  private static final int SUCCESS = 0x00;
  private static final int BAD_USER_NAME_OR_PASSWORD = 0x86;

  @Test
  void anyoneMayConnectWithMqtt5WhenNoUserIsSet() throws Exception {
    try (var broker = new EmbeddedBroker(0).start()) {
      assertEquals(SUCCESS, connect(broker.port(), "", ""));
    }
  }

  @Test
  void onlyTheRightUserAndPasswordMayConnect() throws Exception {
    try (var broker = new EmbeddedBroker(0).withUser("rig", "s3cret").start()) {
      assertEquals(SUCCESS, connect(broker.port(), "rig", "s3cret"));
      assertEquals(BAD_USER_NAME_OR_PASSWORD, connect(broker.port(), "rig", "wrong"));
      assertEquals(BAD_USER_NAME_OR_PASSWORD, connect(broker.port(), "", ""));
    }
  }

  @Test
  void aTakenPortIsNamed() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var broker = new EmbeddedBroker(taken.getLocalPort());
      var refused = assertThrows(IOException.class, broker::start);
      assertTrue(refused.toString().contains("127.0.0.1:" + taken.getLocalPort()));
      broker.close();
    }
  }

  @Test
  void aClosedBrokerHasNoPortAndMayBeClosedAgain() throws Exception {
    var broker = new EmbeddedBroker(0).start();
    int port = broker.port();
    broker.close();
    broker.close();
    assertThrows(IllegalStateException.class, broker::port);
    assertThrows(IOException.class, () -> connect(port, "", ""));
  }

  /** A CONNECT of MQTT 5 (section 3.1), byte by byte; returns the reason code of the CONNACK. */
  private static int connect(int port, String user, String password) throws IOException {
    byte[] name = user.getBytes(StandardCharsets.US_ASCII);
    byte[] secret = password.getBytes(StandardCharsets.US_ASCII);
    boolean named = name.length > 0;
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      var packet = new java.io.ByteArrayOutputStream();
      int length = 10 + 1 + 2 + 3 + (named ? 4 + name.length + secret.length : 0);
      packet.write(0x10);
      packet.write(length);
      packet.writeBytes(new byte[] {0, 4, 'M', 'Q', 'T', 'T', 5, (byte) (named ? 0xC2 : 2), 0, 60});
      packet.writeBytes(new byte[] {0, 0, 3, 'a', 'b', 'c'});
      if (named) {
        packet.writeBytes(new byte[] {0, (byte) name.length});
        packet.writeBytes(name);
        packet.writeBytes(new byte[] {0, (byte) secret.length});
        packet.writeBytes(secret);
      }
      socket.getOutputStream().write(packet.toByteArray());
      var in = new DataInputStream(socket.getInputStream());
      assertEquals(0x20, in.readUnsignedByte(), "CONNACK");
      in.readUnsignedByte();
      in.readUnsignedByte();
      return in.readUnsignedByte();
    }
  }
}

package org.wetstack.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A bare connection to a server, with no library in between that would mend what is sent. */
final class Raw implements AutoCloseable {

  private static final Pattern LENGTH = Pattern.compile("(?i)content-length: ([0-9]+)");

  /** The first lines of a request for a WebSocket. */
  static final String UPGRADE =
      """
      GET /v1/live HTTP/1.1
      host: 127.0.0.1
      connection: upgrade
      upgrade: websocket
      sec-websocket-version: 13
      sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==
      """
          .replace("\n", "\r\n");

  private final Socket socket = new Socket();

  /**
   * @param from an address of this computer, 127.0.0.x
   */
  Raw(int port, String from) throws IOException {
    socket.bind(new InetSocketAddress(address(from), 0));
    socket.connect(new InetSocketAddress(address("127.0.0.1"), port), 5_000);
    socket.setSoTimeout(8_000);
    socket.setTcpNoDelay(true);
  }

  private static InetAddress address(String digits) throws IOException {
    byte[] bytes = new byte[4];
    String[] parts = digits.split("\\.", -1);
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Integer.parseInt(parts[i]);
    }
    return InetAddress.getByAddress(bytes);
  }

  Raw send(String text) throws IOException {
    return send(text.getBytes(UTF_8));
  }

  Raw send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
    return this;
  }

  InputStream in() throws IOException {
    return socket.getInputStream();
  }

  /** All that comes until the server closes, or says nothing for eight seconds. */
  String rest() throws IOException {
    var all = new ByteArrayOutputStream();
    try {
      in().transferTo(all);
    } catch (SocketTimeoutException e) {
      all.writeBytes("\n(still open)".getBytes(UTF_8));
    } catch (IOException e) {
      all.writeBytes("\n(reset)".getBytes(UTF_8));
    }
    return all.toString(ISO_8859_1);
  }

  /** Whether the server has closed, or does within eight seconds. */
  boolean isClosed() {
    try {
      return in().read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  /** A whole request, and all that is answered. */
  static String ask(int port, String from, String head, byte[] body) throws IOException {
    try (var raw = new Raw(port, from)) {
      try {
        raw.send(head).send(body);
      } catch (IOException e) {
        // It was refused before all of it was sent.
      }
      return raw.answer();
    }
  }

  /** One answer if it says how long it is; all that comes if not. */
  private String answer() throws IOException {
    var all = new ByteArrayOutputStream();
    try {
      int end = -1;
      for (int next = in().read(); next >= 0; next = in().read()) {
        all.write(next);
        if (next == '\n' && end < 0 && all.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
          Matcher length = LENGTH.matcher(all.toString(ISO_8859_1));
          if (!length.find()) {
            return all.toString(ISO_8859_1) + rest();
          }
          end = all.size() + Integer.parseInt(length.group(1));
        }
        if (all.size() == end) {
          return all.toString(ISO_8859_1);
        }
      }
    } catch (IOException e) {
      // What has come so far is the answer.
    }
    return all.toString(ISO_8859_1);
  }

  static int status(String answer) {
    return answer.startsWith("HTTP/1.1 ") ? Integer.parseInt(answer.substring(9, 12)) : 0;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}

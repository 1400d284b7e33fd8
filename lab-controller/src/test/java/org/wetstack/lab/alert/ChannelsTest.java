package org.wetstack.lab.alert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wetstack.lab.rig.RigSpec;
import org.wetstack.lab.rig.RigSpec.Encryption;

/** Alarms on their way to servers that are not ours. */
class ChannelsTest {

  private static final Message MESSAGE =
      new Message(
          "rig-1",
          "a1",
          "disk",
          "voll: 3 µL \"übrig\"\nzweite Zeile",
          Instant.parse("2026-11-27T08:00:00Z"));

  @Test
  void aWebhookGetsJsonAndAKeyToKnowItAgain() throws Exception {
    List<String> got = new ArrayList<>();
    HttpServer server = server(200, got);
    try {
      new Webhook(address(server)).send(MESSAGE);
      assertEquals(
          "rig-1/a1 application/json {\"text\":\"[rig-1] disk: voll: 3 µL \\\"übrig\\\"\","
              + "\"rig\":\"rig-1\",\"alarm\":\"a1\",\"code\":\"disk\","
              + "\"detail\":\"voll: 3 µL \\\"übrig\\\"\\nzweite Zeile\","
              + "\"at\":\"2026-11-27T08:00:00Z\"}",
          got.get(0));
    } finally {
      server.stop(0);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 400, 500})
  void whatIsNotTakenIsAFailure(int status) throws Exception {
    HttpServer server = server(status, new ArrayList<>());
    try {
      var failure =
          assertThrows(IOException.class, () -> new Webhook(address(server)).send(MESSAGE));
      String said = String.valueOf(failure.getMessage());
      assertTrue(said.contains(Integer.toString(status)), said);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void mailArrivesAtAServerWrittenByOthers(@TempDir Path folder) throws Exception {
    Process server = mailServer();
    try {
      var said =
          new BufferedReader(
              new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
      int port = Integer.parseInt(said.readLine());
      new Mail(email(port, Encryption.NONE)).send(MESSAGE);
      assertEquals("rig@lab.example -> anna@lab.example,ben@lab.example", said.readLine());
      assertEquals("[rig-1] disk: voll: 3 µL \"übrig\"", said.readLine());
      assertEquals(
          "voll: 3 µL \"übrig\"|zweite Zeile||rig rig-1, alarm a1,"
              + " raised 2026-11-27T08:00:00Z|",
          said.readLine());
    } finally {
      server.destroyForcibly();
    }
  }

  @Test
  void mailIsNotSentInTheClearWhereEncryptionIsWanted() throws Exception {
    Process server = mailServer();
    try {
      var said =
          new BufferedReader(
              new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
      int port = Integer.parseInt(said.readLine());
      assertThrows(
          IOException.class, () -> new Mail(email(port, Encryption.STARTTLS)).send(MESSAGE));
    } finally {
      server.destroyForcibly();
    }
  }

  private static RigSpec.Channel.Email email(int port, Encryption encryption) {
    return new RigSpec.Channel.Email(
        List.of("anna@lab.example", "ben@lab.example"),
        "rig@lab.example",
        "127.0.0.1",
        port,
        encryption,
        Optional.empty(),
        Optional.empty());
  }

  /** Python's own, which prints its port, and then what it is sent. */
  private static Process mailServer() throws IOException {
    return new ProcessBuilder("/usr/bin/python3", "-W", "ignore", "-u", script().toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static Path script() {
    Path script = Path.of("src", "test", "python", "mail_server.py");
    assertTrue(Files.isRegularFile(script), script + " is not there");
    return script;
  }

  private static HttpServer server(int status, List<String> got) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          got.add(
              exchange.getRequestHeaders().getFirst("idempotency-key")
                  + " "
                  + exchange.getRequestHeaders().getFirst("content-type")
                  + " "
                  + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.getResponseHeaders().add("location", "/elsewhere");
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
    return server;
  }

  private static String address(HttpServer server) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
  }
}

package org.wetstack.lab.recording;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import org.wetstack.hal.ArrayLayout;
import org.wetstack.hal.DeviceInfo;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes and reads {@code recording.json}. */
final class InfoFile {

  private static final String FORMAT = "wetstack-recording";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private InfoFile() {}

  /** Writes it durably, and whole or not at all; fails if it is there already. */
  static void write(Path file, RecordingInfo info) throws IOException {
    if (Files.exists(file)) {
      throw new FileAlreadyExistsException(file.toString());
    }
    Path unfinished = file.resolveSibling(file.getFileName() + ".new");
    Disk disk = Disk.create(unfinished);
    try {
      disk.write(
          ByteBuffer.wrap(JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(toJson(info))));
      disk.force();
    } finally {
      disk.close();
    }
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    Disk.forceNames(file.toAbsolutePath().getParent());
  }

  /**
   * Refuses what is not one JSON object.
   *
   * @throws IllegalArgumentException if {@code text} is none; the message says where it is wrong
   */
  static void requireObject(String text) {
    JsonNode node;
    try {
      node = JSON.readTree(text);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("a plan is a JSON object: " + e.getMessage(), e);
    }
    if (!node.isObject()) {
      throw new IllegalArgumentException("a plan is a JSON object, not " + node.getNodeType());
    }
  }

  static RecordingInfo read(Path file) throws IOException {
    try {
      return fromJson(JSON.readTree(Files.readAllBytes(file)));
    } catch (JacksonException | IllegalArgumentException | DateTimeException e) {
      throw new IOException(file + " does not describe a recording: " + e.getMessage(), e);
    }
  }

  private static ObjectNode toJson(RecordingInfo info) {
    DeviceInfo array = info.array();
    ArrayLayout layout = info.layout();
    ObjectNode node = JSON.createObjectNode();
    node.put("format", FORMAT);
    node.put("version", RecordFormat.VERSION);
    node.put("startedAt", info.startedAt().toString());
    node.put("model", array.model());
    node.put("serialNumber", array.serialNumber());
    node.put("firmwareVersion", array.firmwareVersion());
    node.put("verifiedOnHardware", array.verifiedOnHardware());
    node.put("bootId", HexFormat.of().toHexDigits(array.bootId()));
    if (info.seed().isPresent()) {
      node.put("seed", Long.toString(info.seed().getAsLong()));
    } else {
      node.putNull("seed");
    }
    node.put("notes", info.notes());
    node.put("samplesPerSecond", layout.samplesPerSecond());
    node.put("nanovoltsPerCount", layout.nanovoltsPerCount());
    node.put("maxSamplesPerBlock", layout.maxSamplesPerBlock());
    ArrayNode sites = node.putArray("sites");
    for (ArrayLayout.Site site : layout.sites()) {
      ObjectNode one = sites.addObject();
      one.put("electrode", site.electrode());
      one.put("xMicrometers", site.xMicrometers());
      one.put("yMicrometers", site.yMicrometers());
    }
    return node;
  }

  private static RecordingInfo fromJson(JsonNode node) {
    if (!FORMAT.equals(text(node, "format")) || number(node, "version") != RecordFormat.VERSION) {
      throw new IllegalArgumentException(
          "it must be " + FORMAT + " version " + RecordFormat.VERSION);
    }
    DeviceInfo array =
        new DeviceInfo(
            text(node, "model"),
            text(node, "serialNumber"),
            text(node, "firmwareVersion"),
            HexFormat.fromHexDigitsToLong(text(node, "bootId")),
            member(node, "verifiedOnHardware").booleanValue());
    List<ArrayLayout.Site> sites = new ArrayList<>();
    for (JsonNode site : member(node, "sites")) {
      sites.add(
          new ArrayLayout.Site(
              number(site, "electrode"),
              number(site, "xMicrometers"),
              number(site, "yMicrometers")));
    }
    ArrayLayout layout =
        new ArrayLayout(
            number(node, "samplesPerSecond"),
            number(node, "nanovoltsPerCount"),
            number(node, "maxSamplesPerBlock"),
            sites);
    OptionalLong seed =
        member(node, "seed").isNull()
            ? OptionalLong.empty()
            : OptionalLong.of(Long.parseLong(text(node, "seed")));
    return new RecordingInfo(
        Instant.parse(text(node, "startedAt")), array, layout, seed, text(node, "notes"));
  }

  private static JsonNode member(JsonNode node, String name) {
    JsonNode member = node.get(name);
    if (member == null) {
      throw new IllegalArgumentException("\"" + name + "\" is missing");
    }
    return member;
  }

  private static String text(JsonNode node, String name) {
    JsonNode member = member(node, name);
    if (!member.isString()) {
      throw new IllegalArgumentException("\"" + name + "\" is not a text: " + member);
    }
    return member.stringValue();
  }

  private static int number(JsonNode node, String name) {
    JsonNode member = member(node, name);
    if (!member.canConvertToInt() || !member.isIntegralNumber()) {
      throw new IllegalArgumentException("\"" + name + "\" is not a whole number: " + member);
    }
    return member.intValue();
  }
}

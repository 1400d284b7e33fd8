package org.wetstack.lab.access;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The file of tokens: mode 0600, replaced as a whole. */
final class TokenFile {

  /** How many tokens there may be. */
  static final int MOST = 1_000;

  private static final JsonMapper JSON = new JsonMapper();

  private final Path file;
  private final Reread<List<Token>> content;

  TokenFile(Path file) {
    this.file = file;
    content = new Reread<>(file, true, this::parse);
  }

  /** The tokens; none if there is no file. */
  List<Token> read() throws IOException {
    try {
      return content.content();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  /** Changes the tokens, while nobody else does. */
  void change(UnaryOperator<List<Token>> change) throws IOException {
    Path lock = file.resolveSibling(file.getFileName() + ".lock");
    try (FileChannel channel =
        FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      if (!locked(channel)) {
        throw new IOException("somebody else is changing " + file + ": try again");
      }
      replace(bytes(change.apply(read())));
    }
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private void replace(byte[] bytes) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    try {
      Files.createFile(
          fresh,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } catch (UnsupportedOperationException e) {
      Files.createFile(fresh);
    }
    try (FileOutputStream out = new FileOutputStream(fresh.toFile())) {
      out.write(bytes);
      out.getFD().sync();
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    forceName();
  }

  /** A token that was revoked must not come back after a loss of power. */
  private void forceName() throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      return;
    }
    try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
      names.force(true);
    } catch (AccessDeniedException e) {
      // Windows keeps the names of files durable by itself, and refuses to open a directory.
    }
  }

  private static byte[] bytes(List<Token> tokens) {
    ObjectNode root = JSON.createObjectNode();
    ArrayNode all = root.putArray("tokens");
    for (Token token : tokens) {
      ObjectNode node = all.addObject();
      node.put("hash", token.hash()).put("user", token.user());
      ArrayNode roles = node.putArray("roles");
      token.roles().forEach(role -> roles.add(role.name()));
      node.put("created", token.created().toString());
      node.put("expires", token.expires().toString()).put("label", token.label());
    }
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
  }

  private List<Token> parse(byte[] bytes) throws IOException {
    try {
      JsonNode all = JSON.readTree(bytes).required("tokens");
      if (!all.isArray() || all.size() > MOST) {
        throw new IOException(file + " must hold a list of at most " + MOST + " 'tokens'");
      }
      List<Token> tokens = new ArrayList<>();
      for (JsonNode node : all) {
        tokens.add(token(node));
      }
      return List.copyOf(tokens);
    } catch (JacksonException | DateTimeException | IllegalArgumentException e) {
      throw new IOException(
          file + " is no file of tokens as the controller writes it: " + e.getMessage(), e);
    }
  }

  private static Token token(JsonNode node) {
    String hash = node.required("hash").stringValue();
    Set<Role> roles = EnumSet.noneOf(Role.class);
    node.required("roles").forEach(role -> roles.add(Role.valueOf(role.stringValue())));
    return new Token(
        hash.substring(0, Math.min(16, hash.length())),
        hash,
        node.required("user").stringValue(),
        roles,
        Instant.parse(node.required("created").stringValue()),
        Instant.parse(node.required("expires").stringValue()),
        node.required("label").stringValue());
  }
}

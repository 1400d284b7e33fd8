package org.wetstack.lsl;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keeps the sockets that liblsl opens on this computer. LSL's own settings say whom it calls, not
 * who may call: whatever they are, it listens at all addresses. So its sockets are bound to the
 * loopback device after they were opened, which Linux lets anybody do.
 */
final class Loopback {

  private static final byte[] DEVICE = "lo\0".getBytes(StandardCharsets.US_ASCII);
  private static final int LONGEST_NAME = 16;
  private static final Path OPEN_FILES = Path.of("/proc/self/fd");
  private static final List<Path> TABLES =
      List.of(
          Path.of("/proc/self/net/tcp"),
          Path.of("/proc/self/net/tcp6"),
          Path.of("/proc/self/net/udp"),
          Path.of("/proc/self/net/udp6"));
  private static final int LOCAL_COLUMN = 1;
  private static final int STATE_COLUMN = 3;
  private static final int INODE_COLUMN = 9;
  private static final String LISTENS = "0A";
  private static final Pattern SOCKET = Pattern.compile("socket:\\[(\\d+)]");

  /** A line of a table of the kernel. */
  private record Row(String inode, String port, boolean tcp, boolean listens) {}

  private Loopback() {}

  /** Whether this system can do it. */
  static boolean possible() {
    return System.getProperty("os.name", "").equals("Linux") && Files.isDirectory(OPEN_FILES);
  }

  /** The sockets that this process has open just now: descriptors by inode. */
  static Map<String, Integer> sockets() throws IOException {
    Map<String, Integer> open = new HashMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(OPEN_FILES)) {
      for (Path file : files) {
        try {
          Matcher socket = SOCKET.matcher(Files.readSymbolicLink(file).toString());
          if (socket.matches()) {
            open.put(socket.group(1), Integer.valueOf(file.getFileName().toString()));
          }
        } catch (NoSuchFileException e) {
          // Closed meanwhile, as that with which this folder is read.
        }
      }
    }
    return open;
  }

  /**
   * Binds what was opened since {@code before} and takes calls to the loopback device: sockets that
   * listen, those of UDP, and those of callers who have got in already. What an instrument's link
   * may just be opening is left alone.
   *
   * @throws IOException if there are none, or one could not be bound
   */
  static void confine(Set<String> before) throws IOException {
    Map<String, Integer> open = sockets();
    open.keySet().removeAll(before);
    List<Row> rows = rows().stream().filter(row -> open.containsKey(row.inode())).toList();
    Set<String> ports = new HashSet<>();
    rows.stream().filter(Row::listens).forEach(row -> ports.add(row.port()));
    for (Row row : rows) {
      if (!row.tcp() || ports.contains(row.port())) {
        bind(Objects.requireNonNull(open.get(row.inode())));
      }
    }
    if (ports.isEmpty()) {
      throw new IOException("the sockets of LSL were not found, so nothing keeps others away");
    }
  }

  private static void bind(int descriptor) throws IOException {
    byte[] now = new byte[LONGEST_NAME];
    int[] length = {now.length};
    if (Libc.setsockopt(descriptor, Libc.SOL_SOCKET, Libc.SO_BINDTODEVICE, DEVICE, DEVICE.length)
            != 0
        || Libc.getsockopt(descriptor, Libc.SOL_SOCKET, Libc.SO_BINDTODEVICE, now, length) != 0) {
      throw new IOException(
          "a socket of LSL cannot be bound to the loopback device (before Linux 5.7 that takes"
              + " CAP_NET_RAW): "
              + Libc.failure());
    }
    if (now[0] != 'l' || now[1] != 'o' || now[2] != 0) {
      throw new IOException("a socket of LSL is not bound to the loopback device");
    }
  }

  private static List<Row> rows() throws IOException {
    List<Row> rows = new ArrayList<>();
    for (Path table : TABLES) {
      if (Files.exists(table)) {
        boolean tcp = table.getFileName().toString().startsWith("tcp");
        for (String line : Files.readAllLines(table)) {
          String[] columns = line.strip().split(" +", -1);
          if (columns.length > INODE_COLUMN) {
            String local = columns[LOCAL_COLUMN];
            rows.add(
                new Row(
                    columns[INODE_COLUMN],
                    local.substring(local.indexOf(':') + 1),
                    tcp,
                    tcp && columns[STATE_COLUMN].equals(LISTENS)));
          }
        }
      }
    }
    return rows;
  }
}

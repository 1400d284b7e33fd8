package org.wetstack.yaml;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A mapping in a YAML file that knows where it stands. Whatever is wrong is told as {@code
 * file:line:column: what, and what would be right}; a key that nobody asked for is wrong too.
 */
public final class YamlMap {

  private static final int MAX_PLAIN = 18;
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?[0-9][0-9_]*(\\.[0-9]+)?([eE][-+]?[0-9]{1,3})?");

  private final String file;
  private final String what;
  private final @Nullable Mark at;
  private final Map<String, NodeTuple> entries = new LinkedHashMap<>();
  private final TreeSet<String> asked = new TreeSet<>();

  private YamlMap(String file, String what, @Nullable Mark at) {
    this.file = file;
    this.what = what;
    this.at = at;
  }

  private YamlMap(String file, String what, Node node) {
    this(file, what, node.getStartMark().orElse(null));
    if (!(node instanceof MappingNode mapping)) {
      throw wrong(node, what + " must be a list of 'key: value' lines");
    }
    for (NodeTuple entry : mapping.getValue()) {
      String key = scalar(entry.getKeyNode(), "a key").getValue();
      if (entries.put(key, entry) != null) {
        throw wrong(entry.getKeyNode(), "'" + key + "' is given twice for " + what + ": keep one");
      }
    }
  }

  /**
   * The mapping that all of {@code text} is.
   *
   * @param file names it in errors
   * @param what it should be, as in "a rig"
   * @throws PlacedException if it is no YAML, or no mapping
   */
  public static YamlMap parse(String file, String text, String what) {
    // Some editors on Windows begin a file with a mark that is not part of the text.
    String marked = text.startsWith("\uFEFF") ? text.substring(1) : text;
    return new YamlMap(file, what, YamlText.read(file, marked, what));
  }

  /** The same mapping under a closer name, now that its kind is known. */
  public YamlMap as(String closer) {
    var renamed = new YamlMap(file, closer, at);
    renamed.entries.putAll(entries);
    return renamed;
  }

  public Set<String> keys() {
    return entries.keySet();
  }

  /**
   * The line, from 1, of the last key of {@code path} that is there: each key is in what stands
   * under the one before.
   */
  public int line(List<String> path) {
    int line = at == null ? 1 : at.getLine() + 1;
    Map<String, NodeTuple> here = entries;
    for (String key : path) {
      NodeTuple entry = here.get(key);
      if (entry == null) {
        return line;
      }
      line = entry.getKeyNode().getStartMark().map(mark -> mark.getLine() + 1).orElse(line);
      here =
          entry.getValueNode() instanceof MappingNode
              ? new YamlMap(file, key, entry.getValueNode()).entries
              : Map.of();
    }
    return line;
  }

  public boolean has(String key) {
    asked.add(key);
    return entries.containsKey(key);
  }

  /** The text at {@code key}, which must be there. */
  public String text(String key) {
    return scalar(required(key), "'" + key + "'").getValue();
  }

  public String text(String key, String fallback) {
    return has(key) ? text(key) : fallback;
  }

  /** The whole number at {@code key}, from {@code least} to {@code most}. */
  public long whole(String key, long fallback, long least, long most) {
    if (!has(key)) {
      return fallback;
    }
    ScalarNode node = scalar(required(key), "'" + key + "'");
    try {
      long value = Long.parseLong(node.getValue().replace("_", ""));
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw wrong(
        node,
        "'"
            + key
            + "' must be a whole number from "
            + least
            + " to "
            + most
            + ", not '"
            + node.getValue()
            + "'");
  }

  /**
   * The number at {@code key}, from {@code least} to {@code most}; a point and an exponent may be.
   */
  public double real(String key, double fallback, double least, double most) {
    if (!has(key)) {
      return fallback;
    }
    ScalarNode node = scalar(required(key), "'" + key + "'");
    // Not what Double takes besides: NaN, Infinity, hexadecimal, 1.5f.
    if (NUMBER.matcher(node.getValue()).matches()) {
      double value = Double.parseDouble(node.getValue().replace("_", ""));
      if (value >= least && value <= most) {
        return value;
      }
    }
    throw wrong(
        node,
        "'"
            + key
            + "' must be a number from "
            + shown(least)
            + " to "
            + shown(most)
            + ", not '"
            + node.getValue()
            + "'");
  }

  /** A number as people write it, which is also read again as it was. */
  public static String shown(double value) {
    String plain = new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
    return plain.length() <= MAX_PLAIN ? plain : Double.toString(value);
  }

  public boolean truth(String key, boolean fallback) {
    return has(key) ? oneOf(key, List.of(true, false)) : fallback;
  }

  /** The one of {@code choices} that is written at {@code key} as {@code toString} gives it. */
  public <T> T oneOf(String key, List<T> choices) {
    ScalarNode node = scalar(required(key), "'" + key + "'");
    for (T choice : choices) {
      if (choice.toString().equals(node.getValue())) {
        return choice;
      }
    }
    throw wrong(
        node, "'" + key + "' must be one of " + choices + ", not '" + node.getValue() + "'");
  }

  /**
   * The mapping at {@code key}, which must be there; {@code closer} names it in errors. It has no
   * keys if nothing stands there, or comments only.
   */
  public YamlMap map(String key, String closer) {
    Node node = required(key);
    return node instanceof ScalarNode scalar && scalar.getValue().isEmpty()
        ? new YamlMap(file, closer, node.getStartMark().orElse(null))
        : new YamlMap(file, closer, node);
  }

  /** The mappings in the list at {@code key}, which must be there and not be empty. */
  public List<YamlMap> maps(String key, String each) {
    Node node = required(key);
    if (!(node instanceof SequenceNode list) || list.getValue().isEmpty()) {
      throw wrong(node, "'" + key + "' must be a list of at least one entry that begins with '-'");
    }
    List<YamlMap> maps = new ArrayList<>();
    for (Node item : list.getValue()) {
      maps.add(new YamlMap(file, each, item));
    }
    return maps;
  }

  /**
   * The mappings at {@code key} by their names, in the order of the file. None if the key is not
   * there, or nothing stands there.
   *
   * @param kind names each in errors, before its name: "culture" makes "culture 'c1'"
   * @param findings get those that are none
   */
  public Map<String, YamlMap> named(String key, String kind, Findings findings) {
    Map<String, YamlMap> named = new LinkedHashMap<>();
    if (has(key)) {
      YamlMap all = map(key, "'" + key + "'");
      for (String name : all.keys()) {
        findings.in(() -> named.put(name, all.map(name, kind + " '" + name + "'")));
      }
    }
    return named;
  }

  /**
   * What {@code make} makes of each text in the list at {@code key}, or of the one text there; what
   * it refuses is told with its place. The list must be there and not be empty.
   */
  public <T> List<T> each(String key, Function<String, T> make) {
    Node node = required(key);
    List<Node> items = node instanceof SequenceNode list ? list.getValue() : List.of(node);
    if (items.isEmpty()) {
      throw wrong(node, "'" + key + "' must be a list of at least one entry");
    }
    List<T> made = new ArrayList<>();
    for (Node item : items) {
      made.add(made(scalar(item, "each entry of '" + key + "'"), make));
    }
    return made;
  }

  /** What {@code make} makes of the text at {@code key}; what it refuses is told with its place. */
  public <T> T made(String key, Function<String, T> make) {
    return made(scalar(required(key), "'" + key + "'"), make);
  }

  private <T> T made(ScalarNode node, Function<String, T> make) {
    try {
      return make.apply(node.getValue());
    } catch (IllegalArgumentException e) {
      throw wrong(node, String.valueOf(e.getMessage()));
    }
  }

  /** Throws if there is a key that nobody has asked for. */
  public void done() {
    for (String key : entries.keySet()) {
      known(key);
    }
  }

  /** Gives {@code findings} every key that nobody has asked for. */
  public void done(Findings findings) {
    for (String key : entries.keySet()) {
      findings.in(() -> known(key));
    }
  }

  private void known(String key) {
    NodeTuple entry = entries.get(key);
    if (entry != null && !asked.contains(key)) {
      throw wrong(
          entry.getKeyNode(), "'" + key + "' means nothing for " + what + "; known are " + asked);
    }
  }

  /** What is wrong with this mapping as a whole. */
  public PlacedException wrong(String message) {
    return YamlText.wrong(file, at, message);
  }

  /** What is wrong with what stands at {@code key}. */
  public PlacedException wrong(String key, String message) {
    NodeTuple entry = entries.get(key);
    return entry == null ? wrong(message) : wrong(entry.getValueNode(), message);
  }

  private Node required(String key) {
    asked.add(key);
    NodeTuple entry = entries.get(key);
    if (entry == null) {
      throw wrong(what + " needs '" + key + "'; this one has " + entries.keySet());
    }
    return entry.getValueNode();
  }

  private ScalarNode scalar(Node node, String name) {
    if (node instanceof ScalarNode scalar) {
      return scalar;
    }
    throw wrong(node, name + " must be a single value");
  }

  private PlacedException wrong(Node node, String message) {
    return YamlText.wrong(file, node.getStartMark().orElse(null), message);
  }
}

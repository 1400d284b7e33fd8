package org.wetstack.yaml;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** Text that should be YAML, and where in it something is wrong. */
final class YamlText {

  private static final int MAX_DEPTH = 16;

  private YamlText() {}

  /** The whole of {@code text} as nodes; {@code file} and {@code what} name it in errors. */
  static Node read(String file, String text, String what) {
    var settings = LoadSettings.builder().setLabel(file).setAllowNonScalarKeys(true).build();
    try {
      requireShallow(file, settings, text, what);
      return new Compose(settings)
          .composeString(text)
          .orElseThrow(
              () -> wrong(file, null, "there is nothing in it; " + what + " belongs here"));
    } catch (MarkedYamlEngineException e) {
      throw wrong(file, e.getProblemMark().orElse(null), "this is not YAML: " + said(e));
    } catch (ReaderException e) {
      throw unreadable(file, text, e);
    } catch (YamlEngineException e) {
      throw wrong(file, null, "this is not YAML: " + e.getMessage());
    }
  }

  /** Nodes are composed by recursion, events are not. */
  private static void requireShallow(String file, LoadSettings settings, String text, String what) {
    int depth = 0;
    for (Event event : new Parse(settings).parseString(text)) {
      if (event instanceof CollectionStartEvent && ++depth > MAX_DEPTH) {
        throw wrong(
            file,
            event.getStartMark().orElse(null),
            "this stands in more than "
                + MAX_DEPTH
                + " lists and mappings; nothing in "
                + what
                + " does");
      }
      depth -= event instanceof CollectionEndEvent ? 1 : 0;
    }
  }

  private static String said(MarkedYamlEngineException e) {
    String context = e.getContext();
    String problem = e.getProblem();
    String said =
        context == null
            ? problem
            : context.startsWith("while") ? problem + " " + context : context + ", " + problem;
    return said.replaceAll("\\s+", " ");
  }

  /** A mistake at {@code mark}; at the beginning of the file if that is null. */
  static PlacedException wrong(String file, @Nullable Mark mark, String message) {
    return mark == null
        ? new PlacedException(file, 1, 1, message)
        : new PlacedException(file, mark.getLine() + 1, mark.getColumn() + 1, message);
  }

  private static PlacedException unreadable(String file, String text, ReaderException e) {
    String before = text.substring(0, Math.min(text.length(), e.getPosition()));
    int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
    return new PlacedException(
        file,
        line,
        before.length() - before.lastIndexOf('\n'),
        "this is not YAML: the character U+%04X cannot stand in a text"
            .formatted(e.getCodePoint()));
  }
}

package org.wetstack.emulator.culture;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.wetstack.emulator.tissue.Parameter;
import org.wetstack.emulator.tissue.Parameters;
import org.wetstack.yaml.PlacedException;
import org.wetstack.yaml.YamlFile;
import org.wetstack.yaml.YamlMap;

/**
 * Reads and writes profiles of cultures in YAML, by the {@link Parameter}s of their records, so
 * that the file, its errors and its comments cannot disagree with the code. A section and any of
 * its keys may be left out; {@link Profile#usual} stands for what is.
 */
public final class ProfileFile {

  private static final int WIDTH = 100;

  private ProfileFile() {}

  /**
   * The profile in {@code file}.
   *
   * @throws IllegalArgumentException if there is none; the message says where, why, and what would
   *     be right
   * @throws IOException if it cannot be read
   */
  public static Profile read(Path file) throws IOException {
    return parse(file.toString(), YamlFile.text(file, "profile"));
  }

  /** The profile in {@code yaml}; {@code name} stands for the file in errors. */
  public static Profile parse(String name, String yaml) {
    return parse(name, yaml, Profile.usual());
  }

  /** The same, where {@code usual} stands for whatever is left out. */
  public static Profile parse(String name, String yaml, Profile usual) {
    YamlMap root = YamlMap.parse(name, yaml, "a culture's profile");
    Profile profile =
        placed(
            root,
            () ->
                make(
                    Profile.class,
                    Stream.of(Profile.class.getRecordComponents())
                        .map(c -> section(root, c, (Record) Parameters.value(usual, c)))
                        .toArray()));
    root.done();
    return profile;
  }

  /** All of {@code profile} in YAML, with a comment on each number. */
  public static String write(Profile profile) {
    var text = new StringBuilder();
    text.append("# The profile of an emulated culture. Whatever is left out is as usual:\n");
    text.append("# docs/reference/culture-profile.md\n");
    for (RecordComponent section : Profile.class.getRecordComponents()) {
      text.append('\n').append(section.getName()).append(":\n");
      Record record = (Record) Parameters.value(profile, section);
      for (RecordComponent component : Parameters.of(record.getClass())) {
        comment(text, component);
        Object value = Parameters.value(record, component);
        text.append("  ")
            .append(component.getName())
            .append(": ")
            .append(shown(value))
            .append("\n");
      }
    }
    return text.toString();
  }

  private static void comment(StringBuilder text, RecordComponent component) {
    Parameter meaning = Parameters.meaning(component);
    String said =
        meaning.value()
            + "; "
            + range(component)
            + (meaning.unit().isEmpty() ? "" : " " + meaning.unit())
            + " ("
            + meaning.source()
            + ")";
    text.append("  #");
    int used = 3;
    for (String word : said.split(" ", -1)) {
      if (used + 1 + word.length() > WIDTH) {
        text.append("\n  #");
        used = 3;
      }
      text.append(' ').append(word);
      used += 1 + word.length();
    }
    text.append('\n');
  }

  /** What can stand at {@code component}, as "0 to 100" or "one of ITO, PT". */
  static String range(RecordComponent component) {
    Class<?> type = component.getType();
    if (type == boolean.class) {
      return "true or false";
    } else if (type.isEnum()) {
      return "one of "
          + String.join(", ", Stream.of(type.getEnumConstants()).map(Object::toString).toList());
    }
    Parameter meaning = Parameters.meaning(component);
    return YamlMap.shown(meaning.least()) + " to " + YamlMap.shown(meaning.most());
  }

  /** {@code value} as it stands in files. */
  static String shown(Object value) {
    return value instanceof Double real ? YamlMap.shown(real) : value.toString();
  }

  private static Record section(YamlMap root, RecordComponent component, Record usual) {
    String name = component.getName();
    if (!root.has(name)) {
      return usual;
    }
    YamlMap map = root.map(name, "the section '" + name + "'");
    Record section =
        placed(
            map,
            () -> {
              Record made =
                  make(
                      usual.getClass(),
                      Parameters.of(usual.getClass()).stream()
                          .map(c -> value(map, c, Parameters.value(usual, c)))
                          .toArray());
              map.done();
              return made;
            });
    return section;
  }

  private static Object value(YamlMap map, RecordComponent component, Object usual) {
    String name = component.getName();
    Parameter meaning = Parameters.meaning(component);
    long least = (long) Math.ceil(meaning.least());
    long most = (long) Math.floor(meaning.most());
    if (usual instanceof Integer whole) {
      return (int) map.whole(name, whole, least, most);
    } else if (usual instanceof Long whole) {
      return map.whole(name, whole, least, most);
    } else if (usual instanceof Double real) {
      return map.real(name, real, meaning.least(), meaning.most());
    } else if (usual instanceof Boolean truth) {
      return map.truth(name, truth);
    } else if (usual instanceof Enum<?> one) {
      return map.has(name)
          ? map.oneOf(name, List.of(one.getDeclaringClass().getEnumConstants()))
          : one;
    }
    throw new IllegalStateException(
        component.getDeclaringRecord().getSimpleName()
            + "."
            + name
            + " is a "
            + component.getType().getName()
            + "; profiles have int, long, double, boolean and enums");
  }

  /** What {@code make} makes; what it refuses is told with the place of {@code map}. */
  private static <T> T placed(YamlMap map, Supplier<T> make) {
    try {
      return make.get();
    } catch (PlacedException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw map.wrong(String.valueOf(e.getMessage()));
    }
  }

  private static <R extends Record> R make(Class<R> type, Object[] values) {
    Class<?>[] types =
        Stream.of(type.getRecordComponents()).map(RecordComponent::getType).toArray(Class[]::new);
    try {
      Constructor<R> canonical = type.getDeclaredConstructor(types);
      return canonical.newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refused) {
        throw refused;
      }
      throw new IllegalStateException("the constructor of " + type.getName() + " failed", e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type.getName() + " must be a public record", e);
    }
  }
}

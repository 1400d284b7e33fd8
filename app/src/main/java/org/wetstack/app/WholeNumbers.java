package org.wetstack.app;

import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Numbers on the command line, refused in words of people instead of Java's. */
final class WholeNumbers {

  private WholeNumbers() {}

  /** Makes {@code command} and its subcommands read whole numbers as here. */
  static CommandLine in(CommandLine command) {
    ITypeConverter<Integer> ints = reading(Integer::valueOf, Integer.MIN_VALUE, Integer.MAX_VALUE);
    ITypeConverter<Long> longs = reading(Long::valueOf, Long.MIN_VALUE, Long.MAX_VALUE);
    return command
        .registerConverter(Integer.class, ints)
        .registerConverter(int.class, ints)
        .registerConverter(Long.class, longs)
        .registerConverter(long.class, longs);
  }

  private static <N> ITypeConverter<N> reading(Function<String, N> read, long least, long most) {
    return text -> {
      try {
        return read.apply(text);
      } catch (NumberFormatException e) {
        throw new TypeConversionException(
            "'" + text + "' is not a whole number from " + least + " to " + most);
      }
    };
  }
}

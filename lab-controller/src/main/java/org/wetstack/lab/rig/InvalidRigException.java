package org.wetstack.lab.rig;

import java.util.List;
import org.wetstack.yaml.PlacedException;

/** A rig file that cannot be used, with all that is wrong with it. */
public final class InvalidRigException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final List<String> errors;

  InvalidRigException(List<PlacedException> mistakes) {
    super(String.join("\n", messages(mistakes)));
    errors = messages(mistakes);
  }

  /** Each as {@code file:line:column: what, and what would be right}, in the order of the file. */
  public List<String> errors() {
    return errors;
  }

  private static List<String> messages(List<PlacedException> mistakes) {
    return mistakes.stream().map(mistake -> String.valueOf(mistake.getMessage())).toList();
  }
}

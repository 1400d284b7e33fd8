package org.wetstack.tests;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/** All of Wetstack's own classes that are on the class path, without tests. Read once. */
final class Production {

  static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.wetstack");

  private Production() {}

  /** The class that stands in a file of its own: what is nested in it answers for it. */
  static JavaClass topLevel(JavaClass type) {
    return type.getEnclosingClass().map(Production::topLevel).orElse(type);
  }
}

package org.wetstack.tests;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaPackage;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** What CONTRIBUTING.md says of names and packages. */
class HouseStyleTest {

  private static final Set<String> GENERATED =
      Set.of("org.wetstack.protocol.v1", "org.wetstack.sparkplug.payload", "org.wetstack.api.v1");

  @Test
  void noClassIsNamedAfterAPattern() {
    noClasses()
        .that(resideOutsideOfPackages(GENERATED.toArray(String[]::new)))
        .should()
        .haveNameMatching(".*(Manager|Helper|Utils?|Impl|Base)")
        .orShould()
        .haveNameMatching(".*[.$]Abstract[A-Z].*")
        .because("a name says what a thing is in a lab, not what it is in a pattern book")
        .check(Production.CLASSES);
  }

  @Test
  void noPackageIsADrawerForEverything() {
    noClasses()
        .should()
        .resideInAnyPackage("..core..", "..common..", "..util..", "..utils..", "..impl..")
        .because("such a package grows for ever and everything depends on it")
        .check(Production.CLASSES);
  }

  @Test
  void nothingIsCalledGetInTheHal() {
    noMethods()
        .that()
        .areDeclaredInClassesThat()
        .resideInAPackage("org.wetstack.hal..")
        .and()
        .areDeclaredInClassesThat()
        .arePublic()
        .and()
        .arePublic()
        .should()
        .haveNameMatching("get[A-Z].*")
        .because("records set the style: pump.limits(), not pump.getLimits()")
        .check(Production.CLASSES);
  }

  @Test
  void onlyTheCommandLinePrintsAndExits() {
    noClasses()
        .that(
            resideOutsideOfPackages(
                "org.wetstack.app..", "org.wetstack.conformance..", "org.wetstack.rig.."))
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .callMethod(System.class, "exit", int.class)
        .because(
            "a library has no say over the console and the life of its program; what runs tests"
                + " tells how they went")
        .check(Production.CLASSES);
  }

  @Test
  void everyPackageIsExplainedAndNullMarked() {
    Set<String> packages =
        Production.CLASSES.stream()
            .map(JavaClass::getPackageName)
            .filter(name -> !GENERATED.contains(name))
            .collect(Collectors.toCollection(TreeSet::new));
    assertTrue(packages.contains("org.wetstack.hal"), packages::toString);
    Set<String> unmarked =
        packages.stream()
            .filter(name -> !isNullMarked(Production.CLASSES.getPackage(name)))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(Set.of(), unmarked, "packages without a package-info.java with @NullMarked");
  }

  private static boolean isNullMarked(JavaPackage named) {
    return named
        .tryGetPackageInfo()
        .map(info -> info.isAnnotatedWith(NullMarked.class))
        .orElse(false);
  }
}

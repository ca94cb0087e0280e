package io.github.lmu4j;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The rules that keep the packages in order. A package that is still empty breaks none. */
@AnalyzeClasses(packages = ArchitectureTest.ROOT, importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  static final String ROOT = "io.github.lmu4j";

  /** Each row may use the rows before it; packages of one row do not use each other. */
  private static final List<List<String>> ROWS =
      List.of(
          List.of("math"),
          List.of("ops"),
          List.of("weights"),
          List.of("cells"),
          List.of("layers"),
          List.of("model"),
          List.of("io"),
          List.of("train"),
          List.of("data"),
          List.of("spiking"),
          List.of("cluster"),
          List.of("cli", "examples"));

  private static final String CLI = in("cli");
  private static final String EXAMPLES = in("examples");

  @ArchTest
  static final ArchRule everyClassHasAPlaceInTheOrder =
      classes()
          .should()
          .resideInAnyPackage(
              ROWS.stream().flatMap(List::stream).map(ArchitectureTest::in).toArray(String[]::new));

  @ArchTest
  static final ArchRule packagesUseOnlyThoseBeforeThem =
      CompositeArchRule.of(
          ROWS.stream()
              .flatMap(row -> row.stream().map(name -> usesNothingLater(name, row)))
              .toList());

  @ArchTest
  static final ArchRule packagesFormNoCycle =
      slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().allowEmptyShould(true);

  @ArchTest
  static final ArchRule mathUsesTheJdkOnly =
      classes()
          .that()
          .resideInAPackage(in("math"))
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", "org.jspecify.annotations", in("math"))
          .allowEmptyShould(true)
          .because("its numbers must not depend on TensorFlow");

  @ArchTest
  static final ArchRule sessionsAreNotUsedBeforeModel =
      noClasses()
          .that()
          .resideInAnyPackage(in("math"), in("ops"), in("weights"), in("cells"), in("layers"))
          .should()
          .dependOnClassesThat()
          .haveNameMatching("org\\.tensorflow\\.Session(\\$.*)?")
          .allowEmptyShould(true)
          .because("a layer adds to a graph; who runs the graph is not its concern");

  @ArchTest
  static final ArchRule formatsAreReadAndWrittenInIo =
      noClasses()
          .that()
          .resideOutsideOfPackage(in("io"))
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("io.jhdf..", "com.google.gson..").or(zipArchives()))
          .because("untrusted bytes end there");

  @ArchTest
  static final ArchRule gzipIsReadInDataAndIo =
      noClasses()
          .that()
          .resideOutsideOfPackages(in("data"), in("io"))
          .should()
          .dependOnClassesThat()
          .haveNameMatching("java\\.util\\.zip\\.GZIP.*");

  @ArchTest
  static final ArchRule commandLinesAreReadInCli =
      noClasses()
          .that()
          .resideOutsideOfPackage(CLI)
          .should()
          .dependOnClassesThat(resideInAPackage("picocli.."));

  @ArchTest
  static final ArchRule standardStreamsBelongToCliAndExamples =
      noClasses()
          .that()
          .resideOutsideOfPackages(CLI, EXAMPLES)
          .should(ACCESS_STANDARD_STREAMS)
          .orShould()
          .accessField(System.class, "in")
          .because("a library is silent, but for its log");

  @ArchTest
  static final ArchRule concreteClassesAreFinal =
      classes()
          .that()
          .areTopLevelClasses()
          .and()
          .areNotInterfaces()
          .and()
          .areNotEnums()
          .and()
          .doNotHaveModifier(JavaModifier.ABSTRACT)
          .should()
          .haveModifier(JavaModifier.FINAL)
          .because("a class is either made to be extended, and abstract, or final");

  @ArchTest
  static final ArchRule namesSayWhatAClassIs =
      noClasses()
          .should()
          .haveNameMatching(".*(Util|Utils|Helper|Manager|Common|Misc)")
          .because("such a name would fit anything");

  private static ArchRule usesNothingLater(String name, List<String> row) {
    List<String> others = new ArrayList<>(row);
    others.remove(name);
    Stream<String> later = ROWS.stream().skip(1L + ROWS.indexOf(row)).flatMap(List::stream);
    String[] forbidden =
        Stream.concat(others.stream(), later).map(ArchitectureTest::in).toArray(String[]::new);
    return noClasses()
        .that()
        .resideInAPackage(in(name))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(forbidden)
        .allowEmptyShould(true);
  }

  /**
   * Not gzip, which is no archive, and not the checksums, though {@code java.util.zip} has them.
   */
  private static DescribedPredicate<JavaClass> zipArchives() {
    return describe(
        "read or write zip archives",
        type -> type.getName().matches("java\\.util\\.(zip\\.Zip(?!Exception)|jar\\.).*"));
  }

  private static String in(String name) {
    return ROOT + "." + name + "..";
  }
}

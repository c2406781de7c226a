package dev.nextflow.local.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The house keeps its rules, and each rule is one that can be broken. */
class HouseRuleTest {

  private static final String HOUSE = "dev.nextflow";
  private static final String VIOLATIONS = "dev.nextflow.local.architecture.violations";

  private static final JavaClasses SHIPPED =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(HOUSE);

  private static final JavaClasses BROKEN = new ClassFileImporter().importPackages(VIOLATIONS);

  @ParameterizedTest
  @EnumSource
  void theHouseKeeps(HouseRule rule) throws IOException {
    rule.in(HOUSE).check(rule.isAboutTests() ? tests() : SHIPPED);
  }

  @ParameterizedTest
  @EnumSource
  void canBeBroken(HouseRule rule) {
    assertThatThrownBy(() -> rule.in(VIOLATIONS).check(BROKEN))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(rule.name())
        .hasMessageContaining(VIOLATIONS);
  }

  @Test
  void seesEveryRoom() {
    assertThat(SHIPPED.stream().map(HouseRuleTest::room).distinct())
        .containsExactlyInAnyOrder(
            "sequences",
            "text",
            "engine",
            "jobs",
            "traces",
            "redisserver",
            "testing",
            "tokenizer",
            "generation",
            "understanding",
            "gateway",
            "local");
  }

  private static String room(JavaClass type) {
    return type.getPackageName().substring(HOUSE.length() + 1).replaceFirst("\\..*", "");
  }

  /** The test classes of all modules; they lie beside the class path of this one. */
  private static JavaClasses tests() throws IOException {
    Path root = Path.of(System.getProperty("nextflow.root"));
    try (Stream<Path> rooms = Stream.concat(Files.list(root), Files.list(root.resolve("libs")))) {
      List<Path> withTests =
          rooms.filter(room -> Files.isDirectory(room.resolve("src/test/java"))).toList();
      List<Path> compiled =
          withTests.stream().map(room -> room.resolve("target/test-classes")).toList();
      assertThat(compiled).isNotEmpty().allMatch(Files::isDirectory);
      return new ClassFileImporter()
          .withImportOption(location -> !location.contains("architecture/violations"))
          .importPaths(compiled);
    }
  }
}

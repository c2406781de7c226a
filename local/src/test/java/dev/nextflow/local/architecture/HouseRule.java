package dev.nextflow.local.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.lang.ArchRule;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The rules of the house: which way imports may go, and which names no package bears. Each is a
 * function of the base package, so that it can also be run against classes that break it.
 */
enum HouseRule {
  SEQUENCES_KNOW_NO_OTHER_ROOM(house ->
      noClasses()
          .that(resideInAPackage(house + ".sequences.."))
          .should()
          .dependOnClassesThat(
              resideInAPackage(house + "..")
                  .and(DescribedPredicate.not(resideInAPackage(house + ".sequences.."))))),

  ENGINE_KNOWS_ONLY_SEQUENCES(house -> knowsOnlySequences(house, "engine")),

  JOBS_KNOW_ONLY_SEQUENCES(house -> knowsOnlySequences(house, "jobs")),

  TEXT_KNOWS_ONLY_SEQUENCES(house -> knowsOnlySequences(house, "text")),

  NO_ROOM_IMPORTS_A_SERVICE(house ->
      slices()
          .matching(house + ".(*)..")
          .should()
          .notDependOnEachOther()
          .ignoreDependency(resideInAPackage(house + ".local.."), alwaysTrue())
          .ignoreDependency(
              alwaysTrue(), DescribedPredicate.not(resideInAnyPackage(services(house))))),

  FEATURES_OF_A_SERVICE_DO_NOT_IMPORT_EACH_OTHER(house ->
      slices()
          .matching(house + ".gateway.(*)..")
          .should()
          .notDependOnEachOther()
          .ignoreDependency(
              alwaysTrue(),
              resideInAnyPackage(
                  house + ".gateway.access..",
                  house + ".gateway.outbound..",
                  house + ".gateway.problems.."))),

  NO_CYCLES_OF_PACKAGES(house -> slices().matching(house + ".(**)").should().beFreeOfCycles()),

  NO_PACKAGE_NAME_THAT_SAYS_NOTHING(house ->
      noClasses()
          .should()
          .resideInAnyPackage(
              Stream.of("common", "util", "utils", "helper", "helpers", "core", "impl", "manager")
                  .map(name -> house + ".." + name + "..")
                  .toArray(String[]::new))),

  ONLY_ENGINE_TOUCHES_NATIVE_CODE(house ->
      noClasses()
          .that(isOutside(house + ".engine.."))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("ai.onnxruntime..", "java.lang.foreign..")),

  ONLY_REDIS_PACKAGES_IMPORT_A_REDIS_CLIENT(house ->
      noClasses()
          .that(isOutside("..redis..", house + ".testing..", house + ".redisserver.."))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.springframework.data.redis..",
              "org.springframework.boot.data.redis..",
              "io.lettuce..")),

  COLLECTIONS_IN_REDIS_ARE_READ_WHOLE(house ->
      noClasses()
          .should()
          .callMethodWhere(
              DescribedPredicate.describe(
                  "reads a collection element by element; see WholeReads", HouseRule::streams))),

  ONLY_TOKENIZER_IMAGES_TOUCHES_AN_IMAGE_CODEC(house ->
      noClasses()
          .that(isOutside(house + ".tokenizer.images.."))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("javax.imageio..", "com.twelvemonkeys..", "com.luciad..")),

  ONLY_SOME_OPEN_HTTP_CONNECTIONS(house ->
      noClasses()
          .that(
              isOutside(
                  house + ".gateway.intake..",
                  house + ".gateway.outbound..",
                  house + ".gateway.renderings..",
                  house + ".gateway.webhooks..",
                  house + ".local.client..",
                  house + ".testing.."))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.net.http..",
              "reactor.netty.http.client..",
              "org.springframework.web.client..",
              "org.springframework.web.reactive.function.client..")),

  JSON_IS_READ_WITH_JACKSON_3(house ->
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.fasterxml.jackson.databind..")),

  EVENT_LOOPS_NEVER_BLOCK(house ->
      noClasses()
          .that(resideInAnyPackage(house + ".gateway.."))
          .should()
          .callMethodWhere(
              DescribedPredicate.describe(
                  "blocks on a publisher",
                  (JavaMethodCall call) ->
                      call.getName().startsWith("block")
                          && call.getTargetOwner().getPackageName().startsWith("reactor.core")))),

  TESTS_WAIT_FOR_SIGNALS_AND_NEVER_SLEEP(house ->
      noClasses()
          .should()
          .callMethodWhere(
              DescribedPredicate.describe(
                  "sleeps",
                  (JavaMethodCall call) ->
                      call.getName().equals("sleep")
                          && call.getTargetOwner().getPackageName().startsWith("java.")))),

  NULLS_ARE_MARKED(house ->
      classes()
          .that(DescribedPredicate.describe("are package-info", HouseRule::isPackageInfo))
          .should()
          .beAnnotatedWith("org.jspecify.annotations.NullMarked"));

  private final Function<String, ArchRule> rule;

  HouseRule(Function<String, ArchRule> rule) {
    this.rule = rule;
  }

  /** The rule for a house whose rooms are the direct subpackages of {@code house}. */
  ArchRule in(String house) {
    return rule.apply(house).as(name()).allowEmptyShould(true);
  }

  /** Whether it is about test code; all others are about what ships. */
  boolean isAboutTests() {
    return this == TESTS_WAIT_FOR_SIGNALS_AND_NEVER_SLEEP;
  }

  private static ArchRule knowsOnlySequences(String house, String room) {
    return noClasses()
        .that(resideInAPackage(house + "." + room + ".."))
        .should()
        .dependOnClassesThat(
            resideInAPackage(house + "..")
                .and(isOutside(house + "." + room + "..", house + ".sequences..")));
  }

  private static String[] services(String house) {
    return Stream.of("gateway", "tokenizer", "generation", "understanding", "local")
        .map(name -> house + "." + name + "..")
        .toArray(String[]::new);
  }

  private static DescribedPredicate<JavaClass> isOutside(String... packages) {
    return DescribedPredicate.not(resideInAnyPackage(packages));
  }

  // Scripts too come as a Flux, but each in one piece.
  private static boolean streams(JavaMethodCall call) {
    return call.getTargetOwner()
            .getName()
            .startsWith("org.springframework.data.redis.core.Reactive")
        && call.getTarget().getRawReturnType().getName().equals("reactor.core.publisher.Flux")
        && !call.getName().equals("execute");
  }

  private static boolean isPackageInfo(JavaClass type) {
    return type.getSimpleName().equals("package-info");
  }
}

package dev.cairn;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.cairn.witness.Decision;
import dev.cairn.witness.store.WitnessStore;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The rooms and the arrows between them, as docs/ARCHITECTURE.md draws them. */
final class ArchitectureTest {
  private static final String[] GENERATED = {
    "dev.cairn.log.v1..", "dev.cairn.audit.v1..", "dev.cairn.witness.v1.."
  };

  private static final JavaClasses CAIRN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.cairn");

  /** An importer that cannot read the class files finds nothing, and then all rules hold. */
  @Test
  void theRulesSeeTheClasses() {
    for (String room :
        List.of(
            "tree", "http", "event", "server", "client", "backup", "cli", "witness", "bench",
            "log.v1")) {
      long seen =
          CAIRN.stream().filter(c -> c.getPackageName().startsWith("dev.cairn." + room)).count();
      assertTrue(seen >= 3, room + ": " + seen);
    }
    assertTrue(CAIRN.contain(Decision.class), "the witness is on the class path");
    assertTrue(CAIRN.contain(WitnessStore.class), "and what it keeps");
    assertTrue(CAIRN.size() > 400, CAIRN.size() + " classes");
  }

  @Test
  void theTreeKnowsOnlyItselfAndBouncyCastle() {
    classes()
        .that()
        .resideInAPackage("dev.cairn.tree..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.cairn.tree..", "java..", "javax.crypto..", "org.bouncycastle..", "org.jspecify..")
        .check(CAIRN);
  }

  @Test
  void onlyTheKeyFileTouchesFilesInTheTree() {
    noClasses()
        .that()
        .resideInAPackage("dev.cairn.tree..")
        .and()
        .haveNameNotMatching(".*\\.KeyFile(Exception)?")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.nio.file..", "java.nio.channels..", "java.net..")
        .check(CAIRN);
  }

  /** The Vector API may be absent: code that uses it is written when it is there, and only then. */
  @Test
  void nothingIsCompiledAgainstTheIncubator() {
    noClasses().should().dependOnClassesThat().resideInAPackage("jdk.incubator..").check(CAIRN);
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.cairn.tree.lanes..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.lang.classfile..")
        .check(CAIRN);
  }

  @Test
  void lanesKnowNoTree() {
    noClasses()
        .that()
        .resideInAPackage("dev.cairn.tree.lanes..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.cairn.tree.merkle..")
        .check(CAIRN);
  }

  @Test
  void arrowsRunFromWhatUsersTouchToTheMathematics() {
    never("dev.cairn.server..", "dev.cairn.client..", "dev.cairn.cli..", "dev.cairn.witness..");
    never("dev.cairn.client..", "dev.cairn.server..", "dev.cairn.cli..", "dev.cairn.witness..");
    never("dev.cairn.witness..", "dev.cairn.server..", "dev.cairn.client..", "dev.cairn.cli..");
    never("dev.cairn.log.v1..", "dev.cairn.tree..", "dev.cairn.server..", "dev.cairn.client..");
    never("dev.cairn.event..", "dev.cairn.server..", "dev.cairn.client..", "dev.cairn.cli..");
    never("dev.cairn.event..", "dev.cairn.http..", "dev.cairn.witness..", "io.grpc..");
    never("dev.cairn.witness..", "dev.cairn.event..", "dev.cairn.recorder..");
    never("dev.cairn.recorder..", "dev.cairn.server..", "dev.cairn.cli..", "dev.cairn.witness..");
    never("dev.cairn.recorder..", "dev.cairn.convert..");
    never("dev.cairn.convert..", "dev.cairn.server..", "dev.cairn.client..", "dev.cairn.cli..");
    never("dev.cairn.convert..", "dev.cairn.recorder..", "dev.cairn.witness..", "io.grpc..");
    never("dev.cairn.server..", "dev.cairn.recorder..", "dev.cairn.convert..");
    never("dev.cairn.client..", "dev.cairn.recorder..", "dev.cairn.convert..");
    // A backup is of the store, and is copied as the client copies; neither knows of it.
    never("dev.cairn.backup..", "dev.cairn.cli..", "dev.cairn.witness..", "dev.cairn.recorder..");
    never("dev.cairn.backup..", "dev.cairn.convert..", "dev.cairn.server.grpc..", "io.grpc..");
    never("dev.cairn.server..", "dev.cairn.backup..");
    never("dev.cairn.client..", "dev.cairn.backup..");
    never("dev.cairn.http..", "dev.cairn.tree..", "dev.cairn.server..", "dev.cairn.client..");
    never("dev.cairn.http..", "dev.cairn.witness..", "dev.cairn.cli..", "dev.cairn.log.v1..");
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.cairn.bench..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.cairn.bench..")
        .check(CAIRN);
  }

  /** What is generated from the contracts is everybody's, whatever its package is called. */
  private static void never(String from, String... to) {
    noClasses()
        .that()
        .resideInAPackage(from)
        .should()
        .dependOnClassesThat(resideInAnyPackage(to).and(not(resideInAnyPackage(GENERATED))))
        .check(CAIRN);
  }

  @Test
  void packagesDoNotGoInCircles() {
    slices()
        .matching("dev.cairn.(**)")
        .should()
        .beFreeOfCycles()
        .check(CAIRN.that(not(resideInAnyPackage(GENERATED))));
  }

  @Test
  void lmdbStaysBehindTheStore() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "dev.cairn.server.store.lmdb..",
            "dev.cairn.server.search.lmdb..",
            "dev.cairn.witness.store..",
            "dev.cairn.bench..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.lmdbjava..")
        .check(CAIRN);
  }

  @Test
  void theWayThroughTheServerHasOneDirection() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.cairn.server.sequence..",
            "dev.cairn.server.store..",
            "dev.cairn.server.publish..",
            "dev.cairn.server.read..",
            "dev.cairn.server.folder..",
            "dev.cairn.server.index..",
            "dev.cairn.server.tiles..",
            "dev.cairn.server.scrub..",
            "dev.cairn.server.log..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.grpc..", "dev.cairn.log.v1..", "com.google.protobuf..")
        .check(CAIRN);
    // What is made of events and found of them speaks in their messages, and knows no network.
    noClasses()
        .that()
        .resideInAnyPackage("dev.cairn.server.collect..", "dev.cairn.server.search..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.grpc..", "dev.cairn.log.v1..")
        .check(CAIRN);
    noClasses()
        .that()
        .resideInAPackage("dev.cairn.server..")
        .and()
        .haveNameNotMatching(".*\\.grpc\\.(Statuses|CallLimit|WatchedCall|Arriving)(\\$.*)?")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("io.grpc.Status")
        .check(CAIRN);
  }

  @Test
  void theServerKeepsItsNetworksApart() {
    noClasses()
        .that()
        .resideInAPackage("dev.cairn.server..")
        .and()
        .resideOutsideOfPackage("dev.cairn.server.web..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.eclipse.jetty..", "dev.cairn.http.serve..", "dev.cairn.http.fetch..")
        .check(CAIRN);
    noClasses()
        .that()
        .resideInAPackage("dev.cairn.server..")
        .and()
        .doNotHaveFullyQualifiedName("dev.cairn.server.grpc.LocalCalls")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.grpc.inprocess..")
        .check(CAIRN);
    // What HTTP knows of the log comes from LogService and from tiles that were verified.
    noClasses()
        .that()
        .resideInAPackage("dev.cairn.server.web..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.cairn.server.store..",
            "dev.cairn.server.read..",
            "dev.cairn.server.sequence..",
            "dev.cairn.server.index..",
            "dev.cairn.server.folder..",
            "io.grpc.netty..")
        .check(CAIRN);
  }

  @Test
  void theWitnessKeepsItsNetworksApart() {
    only("org.eclipse.jetty.server..", "dev.cairn.witness.http..");
    only("dev.cairn.witness.v1..", "dev.cairn.witness.grpc..");
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.cairn.witness",
            "dev.cairn.witness.store..",
            "dev.cairn.witness.folder..",
            "dev.cairn.http.admission..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.grpc..", "org.eclipse.jetty..", "com.google.protobuf..")
        .check(CAIRN);
    noClasses()
        .that()
        .resideInAPackage("dev.cairn.witness.grpc..")
        .and()
        .haveNameNotMatching(".*\\.grpc\\.(Statuses|PeerLimit|AdmittedCall)(\\$.*)?")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("io.grpc.Status")
        .check(CAIRN);
  }

  /** Of the witness's packages, only one knows another. */
  private static void only(String known, String by) {
    noClasses()
        .that()
        .resideInAPackage("dev.cairn.witness..")
        .and()
        .resideOutsideOfPackages(by, "dev.cairn.witness.v1..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(known)
        .check(CAIRN);
  }

  @Test
  void everyPackageSaysThatNothingIsNull() {
    JavaClasses ours = CAIRN.that(not(resideInAnyPackage(GENERATED)));
    List<String> unmarked =
        ours.stream()
            .map(c -> c.getPackage())
            .distinct()
            .filter(p -> !p.isAnnotatedWith(NullMarked.class))
            .map(p -> p.getName())
            .filter(name -> !name.contains("jmh_generated"))
            .sorted()
            .toList();
    assertEquals(List.of(), unmarked);
  }

  @Test
  void generalRules() {
    JavaClasses ours = CAIRN.that(not(resideInAnyPackage(GENERATED)));
    NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS.check(ours);
    NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.check(ours);
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.cairn.tree..",
            "dev.cairn.server..",
            "dev.cairn.client..",
            "dev.cairn.backup..",
            "dev.cairn.witness..")
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(ours);
    noClasses().should().haveNameMatching(".*(Manager|Helper|Utils?|Impl)").check(ours);
  }
}

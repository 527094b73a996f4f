package io.reprieve.purge;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.reprieve.purge", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule the_rules_of_a_purge_know_no_framework = noClasses()
            .that()
            .resideInAnyPackage("..purge.lifecycle..", "..purge.guard..", "..purge.evidence..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.quarkus..",
                    "io.smallrye..",
                    "jakarta..",
                    "javax.sql..",
                    "java.sql..",
                    "org.jboss..",
                    "org.eclipse..",
                    "com.fasterxml..",
                    "com.github.kagkarlsson..",
                    "io.reprieve.outbox..");

    @ArchTest
    static final ArchRule the_state_is_written_by_the_transition_alone = noClasses()
            .that()
            .haveSimpleNameNotEndingWith("TransitionPurge")
            .and()
            .resideInAnyPackage("..purge.lifecycle..", "..purge.guard..", "..purge.evidence..", "..purge.inventory..")
            .should()
            .dependOnClassesThat()
            .haveSimpleName("TransitionPurge");

    @ArchTest
    static final ArchRule effective_roles_are_asked_in_one_place = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("io.reprieve.purge.approval.FourEyes")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("io.reprieve.edge.EffectiveRoles");
}

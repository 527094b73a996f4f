package io.reprieve.audit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.reprieve.audit", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule the_tree_and_the_note_are_plain_java = classes()
            .that()
            .resideInAnyPackage("io.reprieve.audit.tree..", "io.reprieve.audit.note..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "io.reprieve.audit.tree..", "io.reprieve.audit.note..");

    @ArchTest
    static final ArchRule resources_leave_sql_to_the_stores = noClasses()
            .that()
            .haveSimpleNameEndingWith("Resource")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..", "io.agroal..");

    @ArchTest
    static final ArchRule only_resources_know_of_http = noClasses()
            .that()
            .haveSimpleNameNotEndingWith("Resource")
            .and()
            .areTopLevelClasses()
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jakarta.ws.rs..");

    @ArchTest
    static final ArchRule the_log_does_not_know_who_uses_it = noClasses()
            .that()
            .resideInAPackage("io.reprieve.audit.log..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.reprieve.audit.append..", "io.reprieve.audit.search..", "io.reprieve.audit.proof..");

    @ArchTest
    static final ArchRule the_service_does_not_use_the_relay_it_serves =
            noClasses().should().dependOnClassesThat().resideInAPackage("io.reprieve.outbox..");
}

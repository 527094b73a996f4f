package io.reprieve.account;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.reprieve.accountdata.AccountEngine;
import io.reprieve.accountdata.AccountObjects;
import io.reprieve.accountdata.ErasureOrder;
import jakarta.ws.rs.Path;
import java.util.Collection;

@AnalyzeClasses(packages = "io.reprieve.account", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule rows_are_erased_from_one_place = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("io.reprieve.account.erasure.EraseAccount")
            .should()
            .callMethod(AccountEngine.class, "erase", ErasureOrder.class);

    @ArchTest
    static final ArchRule objects_are_deleted_from_one_place = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("io.reprieve.account.sweep.SweepObjects")
            .should()
            .callMethod(AccountObjects.class, "delete", String.class, Collection.class);

    @ArchTest
    static final ArchRule what_decides_knows_no_framework = noClasses()
            .that()
            .haveNameMatching(
                    ".*\\.(PointOfNoReturn|Facts|KeyTurnRules|Presented|Traits|NameSimilarity|DuplicateGroups)")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.quarkus..", "jakarta..", "org.hibernate..", "java.sql..");

    @ArchTest
    static final ArchRule http_stays_in_resources =
            classes().that().areAnnotatedWith(Path.class).should().haveSimpleNameEndingWith("Resource");

    @ArchTest
    static final ArchRule resources_speak_to_no_database = noClasses()
            .that()
            .haveSimpleNameEndingWith("Resource")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("io.reprieve.account.Sql");
}

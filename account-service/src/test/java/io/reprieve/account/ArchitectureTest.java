package io.reprieve.account;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.reprieve.accountdata.AccountEngine;
import io.reprieve.accountdata.objects.AccountObjects;
import io.reprieve.accountdata.order.ErasureOrder;
import jakarta.ws.rs.Path;

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
            .callMethodWhere(target(owner(assignableTo(AccountObjects.class))).and(target(name("delete"))));

    @ArchTest
    static final ArchRule the_engine_is_used_by_its_doors = noClasses()
            .should()
            .dependOnClassesThat(resideInAPackage("io.reprieve.accountdata..")
                    .and(resideOutsideOfPackages(
                            "io.reprieve.accountdata",
                            "io.reprieve.accountdata.archive",
                            "io.reprieve.accountdata.datamap",
                            "io.reprieve.accountdata.digest",
                            "io.reprieve.accountdata.ledger",
                            "io.reprieve.accountdata.objects",
                            "io.reprieve.accountdata.order",
                            "io.reprieve.accountdata.report")));

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

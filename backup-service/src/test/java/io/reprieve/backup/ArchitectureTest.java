package io.reprieve.backup;

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
import io.reprieve.accountdata.order.RestoreOrder;
import jakarta.ws.rs.Path;
import software.amazon.awssdk.services.s3.S3Client;

@AnalyzeClasses(packages = "io.reprieve.backup", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule nothing_here_erases =
            noClasses().should().callMethod(AccountEngine.class, "erase", ErasureOrder.class);

    @ArchTest
    static final ArchRule nothing_here_deletes_the_products_objects = noClasses()
            .should()
            .callMethodWhere(target(owner(assignableTo(AccountObjects.class))).and(target(name("delete"))));

    @ArchTest
    static final ArchRule the_engine_is_used_by_its_doors = noClasses()
            .should()
            .dependOnClassesThat(resideInAPackage("io.reprieve.accountdata..")
                    .and(resideOutsideOfPackages(
                            "io.reprieve.accountdata",
                            "io.reprieve.accountdata.archive",
                            "io.reprieve.accountdata.compare",
                            "io.reprieve.accountdata.datamap",
                            "io.reprieve.accountdata.digest",
                            "io.reprieve.accountdata.ledger",
                            "io.reprieve.accountdata.name",
                            "io.reprieve.accountdata.objects",
                            "io.reprieve.accountdata.order",
                            "io.reprieve.accountdata.report",
                            "io.reprieve.accountdata.scratch")));

    @ArchTest
    static final ArchRule rows_are_put_back_from_one_place = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("io.reprieve.backup.restore.PutBack")
            .should()
            .callMethod(AccountEngine.class, "restore", RestoreOrder.class);

    @ArchTest
    static final ArchRule the_archive_is_read_and_written_without_a_framework = noClasses()
            .that()
            .resideInAPackage("..backup.archive..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.quarkus..", "jakarta..", "org.hibernate..", "java.sql..", "software.amazon..");

    @ArchTest
    static final ArchRule only_the_vault_speaks_s3 = noClasses()
            .that()
            .resideOutsideOfPackages("..backup.vault..", "..backup.product..")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(S3Client.class);

    @ArchTest
    static final ArchRule http_stays_in_resources = classes()
            .that()
            .areAnnotatedWith(Path.class)
            .and()
            .areNotInterfaces()
            .should()
            .haveSimpleNameEndingWith("Resource");
}

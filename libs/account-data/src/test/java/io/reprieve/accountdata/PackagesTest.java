package io.reprieve.accountdata;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.reprieve.accountdata", importOptions = ImportOption.DoNotIncludeTests.class)
class PackagesTest {
    private static final String[] WORDS = {
        "io.reprieve.accountdata.archive",
        "io.reprieve.accountdata.digest",
        "io.reprieve.accountdata.name",
        "io.reprieve.accountdata.order",
        "io.reprieve.accountdata.report"
    };

    @ArchTest
    static final ArchRule no_package_depends_on_one_that_depends_on_it =
            slices().matching("io.reprieve.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule what_callers_share_with_the_engine_knows_nothing_of_how_it_works = noClasses()
            .that()
            .resideInAnyPackage(WORDS)
            .should()
            .dependOnClassesThat(resideInAPackage("io.reprieve.accountdata..").and(resideOutsideOfPackages(WORDS)));

    @ArchTest
    static final ArchRule a_map_is_read_without_a_database = noClasses()
            .that()
            .resideInAPackage("io.reprieve.accountdata.datamap")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..", "software.amazon..");

    @ArchTest
    static final ArchRule only_objects_are_reached_through_s3 = noClasses()
            .that()
            .resideOutsideOfPackages("io.reprieve.accountdata.objects")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("software.amazon..");
}

package io.reprieve.accountdata.check;

import io.reprieve.accountdata.catalog.Catalog;
import io.reprieve.accountdata.catalog.Column;
import io.reprieve.accountdata.catalog.Table;
import io.reprieve.accountdata.datamap.PostgresSource;
import io.reprieve.accountdata.name.ColumnName;
import io.reprieve.accountdata.name.TableName;
import io.reprieve.accountdata.report.Finding;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Columns that hold people's data. */
public final class PersonalColumns {

    /** Whole words of a column's name, or endings of it. */
    private static final Pattern LIKELY =
            Pattern.compile("(^|_)(e_?mails?|e_?mail_addr(ess)?|phones?|phone_(no|number)|"
                    + "mobiles?|telephones?|tel|fax|(first|last|full|given|family|middle|maiden|sur|nick|display|user)_?names?|"
                    + "address(es)?|street|postcode|post_code|postal_code|zip|zip_code|"
                    + "birth_?(day|date)|date_of_birth|dob|born_(on|at)|gender|"
                    + "ip|ip_addr(ess)?|remote_addr|ssn|social_security_(no|number)|national_id|passport(_no|_number)?|"
                    + "tax_id|iban)$");

    /** In these tables a plain name is a person's. */
    private static final Pattern PEOPLE = Pattern.compile(
            "(^|_)(users?|people|persons?|contacts?|members?|customers?|clients?|employees?|patients?|guests?|authors?|"
                    + "signers?|signator(y|ies)|recipients?|leads?|staff)$");

    private static final Set<String> NETWORK = Set.of("inet", "cidr");

    private PersonalColumns() {}

    /** Those the map marks and the database does not have. */
    static List<Finding> missing(PostgresSource source, Catalog catalog) {
        return source.personal().stream()
                .filter(name -> catalog.table(name.table())
                        .flatMap(table -> table.column(name.column()))
                        .isEmpty())
                .map(name -> Finding.error(
                        "personal-missing",
                        name,
                        "is marked as personal and is not a column in the database: correct its name or take it out of"
                                + " the map"))
                .sorted(Comparator.comparing(Finding::subject))
                .toList();
    }

    /** Those that look it by their names, or hold network addresses; by table, in the tables' order of columns. */
    public static List<ColumnName> likely(Catalog catalog, Predicate<TableName> kept) {
        return catalog.tables().values().stream()
                .filter(table -> table.kind() != 'm' && kept.test(table.name()))
                .sorted(Comparator.comparing(Table::name))
                .flatMap(table -> table.columns().stream()
                        .filter(column -> !column.generated() && likely(catalog, table, column))
                        .map(column -> new ColumnName(table.name(), column.name())))
                .toList();
    }

    private static boolean likely(Catalog catalog, Table table, Column column) {
        String name = snake(column.name());
        return LIKELY.matcher(name).find()
                || name.equals("name")
                        && PEOPLE.matcher(snake(table.name().name())).find()
                || NETWORK.contains(catalog.types().baseName(column.typeOid()));
    }

    private static String snake(String name) {
        return name.replaceAll("([\\p{Ll}\\p{N}])(\\p{Lu})", "$1_$2").toLowerCase(Locale.ROOT);
    }
}

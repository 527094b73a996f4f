package io.reprieve.account.registry;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * An account to register.
 *
 * @param accountKey the account's key in the product's own data; the row must exist there
 * @param externalIds ids in other systems: {@code crm}, {@code cpq}, {@code billing}
 * @param acknowledgeDuplicates ids of accounts the caller was told about and says are different
 */
public record NewAccount(
        @NotBlank @Size(max = 300) String name,
        @NotBlank @Size(max = 300) String accountKey,
        @Size(max = 253) String domain,
        @Size(max = 100) String plan,
        @NotNull AccountSource source,
        @Size(max = 20) Map<@NotBlank @Size(max = 50) String, @NotBlank @Size(max = 200) String> externalIds,
        @Size(max = 500) List<@Valid @NotNull Contact> contacts,
        @Size(max = 100) List<@NotBlank String> acknowledgeDuplicates) {
    public NewAccount {
        domain = domain == null || domain.isBlank() ? null : domain.strip().toLowerCase(Locale.ROOT);
        externalIds = externalIds == null ? Map.of() : Map.copyOf(externalIds);
        contacts = contacts == null ? List.of() : List.copyOf(contacts);
        acknowledgeDuplicates = acknowledgeDuplicates == null ? List.of() : List.copyOf(acknowledgeDuplicates);
    }
}

package io.reprieve.account.registry;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Size;
import java.util.Locale;

/** A person of the customer. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Contact(
        @Size(max = 200) String name,
        @Email @Size(max = 320) String email,
        @Size(max = 100) String role) {
    public Contact {
        email = email == null ? null : email.strip().toLowerCase(Locale.ROOT);
    }
}

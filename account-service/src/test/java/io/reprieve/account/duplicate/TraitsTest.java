package io.reprieve.account.duplicate;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprieve.account.registry.Contact;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TraitsTest {
    @Test
    void the_same_id_in_another_system_is_all_but_certain() {
        var like = of("Alder", null, Map.of("crm", "C-1"), null).like(of("Birch", null, Map.of("crm", "C-1"), null));
        assertThat(like.score()).isGreaterThan(0.95);
        assertThat(like.reasons()).containsExactly("external-id:crm");
    }

    @Test
    void the_same_number_in_two_different_systems_says_nothing() {
        var like = of("Alder", null, Map.of("crm", "1"), null).like(of("Birch", null, Map.of("billing", "1"), null));
        assertThat(like.suspect()).isFalse();
    }

    @Test
    void name_domain_and_contact_add_up() {
        var like = of("Alder Inc", "alder.io", Map.of(), "ann@alder.io")
                .like(of("ALDER", "alder.io", Map.of(), "Ann@Alder.io"));
        assertThat(like.reasons()).containsExactly("name", "domain", "contact-email");
        assertThat(like.score()).isGreaterThan(0.99);
    }

    @Test
    void one_contact_in_two_accounts_is_suspect() {
        assertThat(of("Alder", null, Map.of(), "ann@alder.io")
                        .like(of("Birch", null, Map.of(), "ann@alder.io"))
                        .suspect())
                .isTrue();
    }

    @Test
    void a_mail_provider_as_domain_says_nothing() {
        assertThat(of("Alder", "gmail.com", Map.of(), null)
                        .like(of("Birch", "gmail.com", Map.of(), null))
                        .suspect())
                .isFalse();
    }

    @Test
    void strangers_are_strangers() {
        assertThat(of("Alder", "alder.io", Map.of("crm", "1"), "a@alder.io")
                        .like(of("Birch", "birch.io", Map.of("crm", "2"), "b@birch.io")))
                .isEqualTo(new Likeness(0, List.of()));
    }

    private static Traits of(String name, String domain, Map<String, String> ids, String email) {
        return Duplicates.traits(
                name, domain, ids, email == null ? List.of() : List.of(new Contact(null, email, null)));
    }
}

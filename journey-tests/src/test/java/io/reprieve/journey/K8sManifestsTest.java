package io.reprieve.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.reprieve.localservers.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class K8sManifestsTest {
    static final List<String> SERVICES = Manifests.SERVICES;

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(REPRIEVE_[A-Z0-9_]+)(?::([^}]*))?}");
    private static final Set<String> ONE_WAY = Set.of(
            "purge-service -> backup-service",
            "purge-service -> account-service",
            "purge-service -> audit-service",
            "backup-service -> account-service",
            "backup-service -> audit-service",
            "account-service -> audit-service");

    @Test
    void every_manifest_parses_strictly() {
        for (Path folder : List.of(Manifests.ROOT.resolve("base"), Manifests.ROOT.resolve("overlays/local"))) {
            for (Path file : Manifests.files(folder)) {
                if (Manifests.documents(file).get(0).isObject()) {
                    assertThat(Manifests.objects(file)).as(file.toString()).isNotEmpty();
                }
            }
        }
    }

    @Test
    void a_misspelt_field_does_not_parse(@TempDir Path folder) throws IOException {
        Path wrong = Files.writeString(
                folder.resolve("wrong.yaml"),
                "apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: x\nautomountServiceAccountTokens: false\n");

        assertThatThrownBy(() -> Manifests.objects(wrong)).hasMessageContaining("automountServiceAccountTokens");
    }

    @Test
    void a_kustomization_names_every_file_beside_it_and_no_other() {
        for (String folder : List.of("base", "overlays/local")) {
            Path at = Manifests.ROOT.resolve(folder);
            JsonNode kustomization =
                    Manifests.documents(at.resolve("kustomization.yaml")).get(0);
            Set<Path> named = new HashSet<>();
            kustomization.path("resources").forEach(resource -> named.add(at.resolve(resource.asText())));
            kustomization
                    .path("patches")
                    .forEach(patch -> named.add(at.resolve(patch.path("path").asText())));

            assertThat(named).allSatisfy(file -> assertThat(file).exists());
            named.removeIf(Files::isDirectory);
            assertThat(named).containsExactlyInAnyOrderElementsOf(Manifests.files(at));
        }
    }

    @ParameterizedTest
    @FieldSource("SERVICES")
    void every_variable_a_service_cannot_do_without_is_given_to_it_and_none_it_does_not_read(String service)
            throws IOException {
        Set<String> read = new TreeSet<>();
        Set<String> needed = new TreeSet<>();
        for (MatchResult found : variables(service)) {
            read.add(found.group(1));
            if (needsAValue(found.group(1), found.group(2))) {
                needed.add(found.group(1));
            }
        }

        Set<String> given = given(service);

        assertThat(given).containsAll(needed);
        assertThat(read).containsAll(given);
    }

    /**
     * What stands in for a bucket, is there once keys were changed, is the migration's alone, and what is restored beside:
     * where to, who else reads it; and how an account's people are told.
     */
    private static final Set<String> DISPENSABLE = Set.of(
            "REPRIEVE_VAULT_DIRECTORY",
            "REPRIEVE_FORMER_SIGNING_KEYS",
            "REPRIEVE_RETIRING_SIGNING_KEY",
            "REPRIEVE_DB_OWNER_PASSWORD",
            "REPRIEVE_WEBHOOK_HOSTS",
            "REPRIEVE_ALERT_RULES",
            "REPRIEVE_BESIDE_READER",
            "REPRIEVE_SCRATCH_BUCKET",
            "REPRIEVE_SCRATCH_S3_ENDPOINT",
            "REPRIEVE_SCRATCH_S3_ACCESS_KEY",
            "REPRIEVE_SCRATCH_S3_SECRET_KEY",
            "REPRIEVE_SMTP_HOST",
            "REPRIEVE_SMTP_USER",
            "REPRIEVE_SMTP_PASSWORD",
            "REPRIEVE_MAIL_FROM",
            "REPRIEVE_PUBLIC_URL",
            "REPRIEVE_HELP");

    /** A default that is empty, or that only holds on a developer's machine, is none. */
    private static boolean needsAValue(String variable, String preset) {
        if (DISPENSABLE.contains(variable)) {
            return false;
        }
        return preset == null
                || preset.isBlank()
                || preset.contains("localhost")
                || variable.endsWith("_PASSWORD")
                || variable.endsWith("_SECRET")
                || variable.equals("REPRIEVE_DATA_MAP");
    }

    private static List<MatchResult> variables(String service) throws IOException {
        Path properties = Checkout.root().resolve(service + "/src/main/resources/application.properties");
        return VARIABLE.matcher(Files.readString(properties)).results().toList();
    }

    private static Set<String> given(String service) {
        Set<String> names =
                new TreeSet<>(Manifests.of(service, ConfigMap.class).getData().keySet());
        container(service).getEnv().stream().map(EnvVar::getName).forEach(names::add);
        names.removeIf(name -> !name.startsWith("REPRIEVE_"));
        return names;
    }

    @ParameterizedTest
    @FieldSource("SERVICES")
    void secrets_come_by_reference_alone(String service) {
        assertThat(Manifests.of(service, ConfigMap.class).getData().keySet())
                .noneMatch(name -> name.matches(".*(PASSWORD|SECRET|ACCESS_KEY)$"));
        assertThat(container(service).getEnv().stream()
                        .filter(variable -> variable.getName().startsWith("REPRIEVE_")))
                .allSatisfy(variable -> assertThat(
                                variable.getValueFrom().getSecretKeyRef().getName())
                        .isEqualTo(service));
    }

    @Test
    void what_the_base_refers_to_and_does_not_hold_is_in_the_readme() throws IOException {
        String readme = Files.readString(Manifests.ROOT.resolve("README.md"));
        for (String service : SERVICES) {
            container(service).getEnv().stream()
                    .filter(variable -> variable.getValueFrom() != null)
                    .map(variable -> variable.getValueFrom().getSecretKeyRef())
                    .forEach(key -> assertThat(readme)
                            .contains("Secret `" + key.getName() + "`")
                            .contains("`" + key.getKey() + "`"));
            for (Volume volume : pod(service).getVolumes()) {
                if (volume.getSecret() != null) {
                    assertThat(readme).contains("Secret `" + volume.getSecret().getSecretName() + "`");
                }
                if (volume.getConfigMap() != null) {
                    assertThat(readme)
                            .contains("ConfigMap `" + volume.getConfigMap().getName() + "`");
                }
            }
        }
    }

    @ParameterizedTest
    @FieldSource("SERVICES")
    void a_pod_runs_restricted(String service) {
        PodSpec pod = pod(service);
        assertThat(pod.getAutomountServiceAccountToken()).isFalse();
        assertThat(pod.getServiceAccountName())
                .isEqualTo(Manifests.of(service, ServiceAccount.class)
                        .getMetadata()
                        .getName());
        assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");

        Container container = container(service);
        assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
        assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
        assertThat(container.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
        assertThat(container.getResources().getRequests()).containsKeys("cpu", "memory");
        assertThat(container.getResources().getLimits()).containsKey("memory");
    }

    @ParameterizedTest
    @FieldSource("SERVICES")
    void a_pod_is_probed_and_reached_on_the_port_its_service_listens_on(String service) throws IOException {
        Container container = container(service);
        assertThat(container.getStartupProbe().getHttpGet().getPath()).isEqualTo("/q/health/started");
        assertThat(container.getLivenessProbe().getHttpGet().getPath()).isEqualTo("/q/health/live");
        assertThat(container.getReadinessProbe().getHttpGet().getPath()).isEqualTo("/q/health/ready");

        int port = container.getPorts().get(0).getContainerPort();
        assertThat(Manifests.of(service, Service.class)
                        .getSpec()
                        .getPorts()
                        .get(0)
                        .getPort())
                .isEqualTo(port);
        assertThat(Files.readString(Checkout.root().resolve(service + "/src/main/resources/application.properties")))
                .contains("quarkus.http.port=" + port);
    }

    @Test
    void calls_run_one_way_as_each_side_sees_it() {
        Set<String> leaving = new HashSet<>();
        Set<String> arriving = new HashSet<>();
        for (String service : SERVICES) {
            NetworkPolicy policy = Manifests.of(service, NetworkPolicy.class);
            assertThat(policy.getSpec().getPolicyTypes()).containsExactlyInAnyOrder("Ingress", "Egress");
            policy.getSpec().getEgress().forEach(rule -> {
                assertThat(rule.getTo()).as("%s goes nowhere unnamed", service).isNotEmpty();
                assertThat(rule.getPorts()).isNotEmpty();
                services(rule.getTo()).forEach(to -> leaving.add(service + " -> " + to));
            });
            policy.getSpec().getIngress().forEach(rule -> {
                assertThat(rule.getFrom()).as("%s lets no stranger in", service).isNotEmpty();
                services(rule.getFrom()).forEach(from -> arriving.add(from + " -> " + service));
            });
        }

        assertThat(leaving).isEqualTo(ONE_WAY);
        assertThat(arriving).isEqualTo(ONE_WAY);
    }

    @Test
    void only_those_that_hold_keys_to_the_products_data_or_the_vault_reach_objects_outside() {
        Set<String> outside = SERVICES.stream()
                .filter(service -> Manifests.of(service, NetworkPolicy.class).getSpec().getEgress().stream()
                        .flatMap(rule -> rule.getTo().stream())
                        .anyMatch(peer -> peer.getIpBlock() != null))
                .collect(Collectors.toSet());

        assertThat(outside).containsExactlyInAnyOrder("account-service", "backup-service", "audit-service");
    }

    @Test
    void the_witness_runs_restricted_as_a_user_of_its_own_and_is_shown_checkpoints_by_the_log_alone() {
        assertThat(pod("witness").getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(container("witness").getSecurityContext().getReadOnlyRootFilesystem())
                .isTrue();
        assertThat(SERVICES).noneMatch(service -> pod(service)
                .getSecurityContext()
                .getRunAsUser()
                .equals(pod("witness").getSecurityContext().getRunAsUser()));
        NetworkPolicy policy = Manifests.of("witness", NetworkPolicy.class);
        assertThat(policy.getSpec().getIngress()).hasSize(1);
        assertThat(services(policy.getSpec().getIngress().get(0).getFrom())).containsExactly("audit-service");
        assertThat(Manifests.of("witness", Deployment.class).getSpec().getReplicas())
                .isEqualTo(1);
    }

    private static Stream<String> services(List<NetworkPolicyPeer> peers) {
        return peers.stream()
                .filter(peer -> peer.getPodSelector() != null)
                .map(peer -> peer.getPodSelector().getMatchLabels().get("app.kubernetes.io/name"))
                .filter(name -> name != null && SERVICES.contains(name));
    }

    private static PodSpec pod(String service) {
        return Manifests.of(service, Deployment.class).getSpec().getTemplate().getSpec();
    }

    private static Container container(String service) {
        return pod(service).getContainers().get(0);
    }
}

package io.reprieve.accountdata.datamap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.util.List;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;

/** Reads the YAML of a data map and names every rule it breaks. */
final class DataMapParser {

    private static final ObjectMapper YAML = new ObjectMapper(
            YAMLFactory.builder().loaderOptions(new LoaderOptions()).build());
    private static final Set<String> S3_KEYS = Set.of("name", "kind", "bucket", "prefix");

    private final String yaml;
    private final DataMapNodes nodes = new DataMapNodes();

    DataMapParser(String yaml) {
        this.yaml = yaml;
    }

    DataMap parse() {
        JsonNode top = tree();
        nodes.onlyKeys(top, Set.of("sources"), "the data map");
        PostgresSource postgres = null;
        S3Source files = null;
        if (!top.path("sources").isArray() || top.path("sources").isEmpty()) {
            throw new DataMapException(List.of("'sources' is missing or empty: list the product's database under it"));
        }
        for (JsonNode source : top.path("sources")) {
            String kind = source.path("kind").asText("");
            if (kind.equals("postgresql")) {
                if (postgres != null) {
                    nodes.problem("a second PostgreSQL source is not handled yet: keep one");
                }
                postgres = new PostgresSourceParser(source, nodes).parse();
            } else if (kind.equals("s3")) {
                if (files != null) {
                    nodes.problem("a second S3 source is not handled yet: keep one");
                }
                files = s3(source);
            } else {
                nodes.problem("a source's 'kind' is '" + kind + "': it has to be postgresql or s3");
            }
        }
        if (postgres == null) {
            nodes.problem("no source of kind postgresql: name the product's database and its account table");
        }
        nodes.refuse();
        return new DataMap(yaml, postgres, files);
    }

    private JsonNode tree() {
        try {
            JsonNode top = YAML.readTree(yaml);
            if (top == null || !top.isObject()) {
                throw new DataMapException(List.of("the data map is empty or not a mapping: start it with 'sources:'"));
            }
            return top;
        } catch (JsonProcessingException e) {
            throw new DataMapException(List.of("the data map is not YAML: " + e.getOriginalMessage()));
        }
    }

    private S3Source s3(JsonNode source) {
        nodes.onlyKeys(source, S3_KEYS, "the S3 source");
        String bucket = source.path("bucket").asText("");
        String prefix = source.path("prefix").asText("");
        if (bucket.isEmpty()) {
            nodes.problem("the S3 source names no bucket");
        }
        if (prefix.split("\\{key}", -1).length != 2 || !prefix.endsWith("/")) {
            nodes.problem("the S3 prefix '" + prefix + "' has to hold {key} once and end in a slash, or one account's"
                    + " prefix would reach into another's");
        }
        return new S3Source(source.path("name").asText("files"), bucket, prefix);
    }
}

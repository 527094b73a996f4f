package io.reprieve.audit.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.reprieve.audit.event.Inert;
import io.reprieve.audit.event.LoggedEvent;
import java.util.List;
import java.util.Optional;

/** RFC 4180, for spreadsheets: no cell is a formula. The last row is {@code #closing} and the closing as JSON. */
final class CsvFormat implements ExportFormat {
    private static final List<String> COLUMNS = List.of(
            "index",
            "id",
            "time",
            "type",
            "source",
            "subject",
            "subjectSeq",
            "accountId",
            "actor",
            "correlationId",
            "outcome",
            "reason",
            "detail",
            "leafHash",
            "path");
    private static final ObjectWriter CSV = CsvMapper.builder()
            .enable(CsvGenerator.Feature.ALWAYS_QUOTE_STRINGS)
            .build()
            .writer(CsvSchema.emptySchema().withLineSeparator("\r"));

    @Override
    public String contentType() {
        return "text/csv;charset=UTF-8";
    }

    @Override
    public Optional<String> heading() {
        return Optional.of(row(COLUMNS));
    }

    @Override
    public String line(ExportedEntry entry) {
        LoggedEvent event = entry.event();
        return row(List.of(
                String.valueOf(event.index()),
                Inert.cell(event.id()),
                Inert.cell(event.time().toString()),
                Inert.cell(event.type()),
                Inert.cell(event.source()),
                Inert.cell(event.subject()),
                String.valueOf(event.subjectSeq()),
                Inert.cell(event.accountId()),
                Inert.cell(event.actor()),
                Inert.cell(event.correlationId()),
                Inert.cell(event.outcome()),
                Inert.cell(event.reason()),
                event.json().at("/data/detail").isMissingNode()
                        ? ""
                        : Inert.cell(JsonLines.of(event.json().at("/data/detail"))),
                entry.leafHash(),
                entry.path() == null ? "" : String.join(" ", entry.path())));
    }

    @Override
    public String closing(Closing closing) {
        return row(List.of("#closing", JsonLines.of(JsonLines.tree(closing))));
    }

    private static String row(List<String> cells) {
        try {
            return CSV.writeValueAsString(cells.toArray(new String[0]));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}

package io.reprieve.accountdata.objects;

import io.reprieve.accountdata.report.AccountDataException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * Keeps the order in which a listing names versions and delete markers. S3 names them newest first, one list; the SDK makes
 * two lists of it, and a marker and a version of the same second could then not be told apart in time.
 */
final class ListingOrder implements ExecutionInterceptor {

    /** Filled, in the answer's order, with whether each thing named is a delete marker. */
    static final ExecutionAttribute<List<Boolean>> MARKERS = new ExecutionAttribute<>("io.reprieve.listing-order");

    private static final XMLInputFactory XML = xml();

    private static XMLInputFactory xml() {
        XMLInputFactory factory = XMLInputFactory.newInstance();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        return factory;
    }

    @Override
    public Optional<InputStream> modifyHttpResponseContent(
            Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
        List<Boolean> markers = attributes.getAttribute(MARKERS);
        if (markers == null
                || context.responseBody().isEmpty()
                || !context.httpResponse().isSuccessful()) {
            return context.responseBody();
        }
        try (InputStream body = context.responseBody().get()) {
            byte[] page = body.readAllBytes();
            markers.clear();
            read(page, markers);
            return Optional.of(new ByteArrayInputStream(page));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (XMLStreamException e) {
            throw new AccountDataException("a listing is not XML: " + e.getMessage(), e);
        }
    }

    private static void read(byte[] page, List<Boolean> markers) throws XMLStreamException {
        XMLStreamReader reader = XML.createXMLStreamReader(new ByteArrayInputStream(page));
        int depth = 0;
        while (reader.hasNext()) {
            int event = reader.next();
            if (event == XMLStreamConstants.START_ELEMENT && ++depth == 2) {
                String name = reader.getLocalName();
                if (name.equals("Version") || name.equals("DeleteMarker")) {
                    markers.add(name.equals("DeleteMarker"));
                }
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                depth--;
            }
        }
    }
}

package io.reprieve.accountdata.objects;

import io.reprieve.accountdata.report.Finding;
import java.util.List;

/**
 * What putting objects back came to.
 *
 * @param put versions and delete markers that were added
 * @param notes what is not quite as it was: storage classes that the store did not take, histories with more or less in them
 */
public record ObjectsRestored(long put, List<Finding> notes) {}

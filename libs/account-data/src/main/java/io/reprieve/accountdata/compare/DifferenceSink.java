package io.reprieve.accountdata.compare;

/** Takes what a comparison finds, table by table. */
public interface DifferenceSink {

    /** A table; its rows follow. */
    void table(ComparedTable table);

    /** A row of the table told last: those of a verdict together, in the order they lie in. */
    void row(RowDifference row);
}

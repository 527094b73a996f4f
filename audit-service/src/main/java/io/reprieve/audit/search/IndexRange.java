package io.reprieve.audit.search;

/**
 * Entries that follow one another.
 *
 * @param first included
 * @param end excluded
 */
record IndexRange(long first, long end) {
    boolean isEmpty() {
        return first >= end;
    }

    long length() {
        return Math.max(0, end - first);
    }

    /** At most so many at its beginning. */
    IndexRange first(long most) {
        return new IndexRange(first, Math.min(end, first + most));
    }

    /** At most so many at its end. */
    IndexRange last(long most) {
        return new IndexRange(Math.max(first, end - most), end);
    }

    IndexRange within(IndexRange bounds) {
        return new IndexRange(Math.max(first, bounds.first), Math.min(end, bounds.end));
    }

    IndexRange upTo(IndexRange later) {
        return new IndexRange(first, later.end);
    }
}

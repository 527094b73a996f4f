package io.reprieve.backup.operation;

/**
 * Work that is taken piece by piece from a queue of its own, in so many lanes over all replicas together. A lane runs on one
 * replica at a time; when that dies, another goes on in it.
 */
public interface LaneWork {

    /** @return its name in the task table, before the lane's number */
    String name();

    /** @return how many pieces are worked on at once, over all replicas */
    int lanes();

    /**
     * Works until nothing is left to do, beginning with what this lane was at when its replica died.
     *
     * @param lane from 1
     */
    void drain(int lane);
}

package io.reprieve.audit.tree;

/** A complete subtree and its hash. */
public record Node(NodeId id, byte[] hash) {}

package io.reprieve.audit.tree;

/**
 * Place of a complete subtree: the {@code index}-th of those with 2^{@code level} leaves; level 0 is the leaves. Only
 * complete subtrees are kept: they never change again.
 */
public record NodeId(int level, long index) {}

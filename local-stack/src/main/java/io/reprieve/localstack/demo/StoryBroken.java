package io.reprieve.localstack.demo;

/** A step of the story did not hold. */
final class StoryBroken extends RuntimeException {
    StoryBroken(String message) {
        super(message);
    }
}

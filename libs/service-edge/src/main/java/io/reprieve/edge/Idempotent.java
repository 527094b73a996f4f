package io.reprieve.edge;

import jakarta.ws.rs.NameBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On a mutating POST (blocking, JSON in and out): a caller who repeats its {@code Idempotency-Key} with the same body
 * gets the same answer, marked {@code Idempotency-Replayed: true}; with another body 422 {@code idempotency-key-reused};
 * while the first is under way 409 {@code idempotency-in-flight}. The key is optional. The service adds the Flyway
 * location {@code db/edge}.
 */
@NameBinding
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
public @interface Idempotent {}

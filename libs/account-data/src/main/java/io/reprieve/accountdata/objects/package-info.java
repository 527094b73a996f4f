/**
 * The account's objects in the product's bucket, with every version and delete marker. {@link AccountObjects} is the
 * door; listing, reading, writing and deleting versions stand behind it. {@link ScratchBucket} holds archived ones
 * beside the product.
 */
package io.reprieve.accountdata.objects;

/**
 * The account engine: cuts one account out of a shared PostgreSQL database and S3, and puts it back. One package, so that
 * whatever is not {@code public} is nobody else's; {@code docs/account-engine.md} says what it promises. To find one's way:
 *
 * <ul>
 *   <li><b>Doors.</b> {@link AccountEngine} for one product; {@link DataMap} says what belongs to an account, {@link
 *       ProductSetup} prepares a database for it, {@link Discovery} proposes one, {@link ScratchDatabase} verifies archives.
 *   <li><b>What the database is.</b> {@link CatalogReader} reads a {@link Catalog} of {@link Table}, {@link ForeignKey},
 *       {@link Trigger}, {@link Index} and types; {@link TableShape} is what an archive keeps of it.
 *   <li><b>Is the map true?</b> {@link MapCheck}, which asks every class named {@code …Check}.
 *   <li><b>Whose row is it?</b> {@link OwnershipBuilder} makes an {@link Ownership} of map and catalog; {@link AccountRows}
 *       and {@link ReachedRows} turn it into SQL for one account; {@link CrossAccountEdges} finds what ties two together.
 *   <li><b>Export.</b> {@link Export}, {@link ExportedRows}, and {@link RowDigest} for the digest that everything is held
 *       against.
 *   <li><b>Erase.</b> {@link Erasure} holds the order of the steps, {@link Deletion} and {@link DeletedGroup} delete, {@link
 *       SeenRows} digests beside them, {@link RowCountProof} proves that nothing else was written.
 *   <li><b>Restore.</b> {@link RestorePlanner} and {@link AbsentPlan} plan, {@link Restore} holds the order of the steps,
 *       {@link Insertion} inserts, {@link RestoredContent} says what is live then.
 *   <li><b>Triggers and keys muted</b> under the replication role: {@link ReplicationRole}, proved by {@link DeletedKeys} and
 *       {@link InsertedKeys}.
 *   <li><b>Objects.</b> {@link AccountObjects}: {@link VersionListing}, {@link VersionReader}, {@link VersionWriter}, {@link
 *       VersionDeletion}, {@link KeyHistory}.
 *   <li><b>What happened.</b> {@link Ledger} and {@link LedgerRows}, in the product's own database.
 *   <li><b>Connections.</b> {@link Session} says on which snapshot and under which locks, {@link Sql} runs statements.
 * </ul>
 */
package io.reprieve.accountdata;

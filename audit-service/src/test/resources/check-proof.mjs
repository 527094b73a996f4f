// node check-proof.mjs PROOF.json WITNESSED.note LOG-KEY.pem WITNESS-KEY.pem
// Checks a proof with Node's own cryptography, by RFC 9162 2.1.3.2 rather than by the definition of RFC 6962: another
// language, another library and another algorithm than the service and its verifier have.
import { createHash, createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';

const [proofFile, noteFile, logPem, witnessPem] = process.argv.slice(2);
const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
const refuse = (why) => { console.log(why); process.exit(1); };

const rawKey = (key) => key.export({ type: 'spki', format: 'der' }).subarray(-32);
const keyId = (name, type, key) => sha256(name + '\n', Buffer.from([type]), rawKey(key)).subarray(0, 4);

function signed(note, type, key) {
  const gap = note.lastIndexOf('\n\n');
  const text = note.slice(0, gap + 1);
  return note.slice(gap + 2).trimEnd().split('\n').some((line) => {
    const [dash, name, base64] = line.split(' ');
    const bytes = Buffer.from(base64, 'base64');
    if (dash !== '\u2014' || !bytes.subarray(0, 4).equals(keyId(name, type, key))) return false;
    return type === 1
      ? verify(null, Buffer.from(text), key, bytes.subarray(4))
      : verify(null, Buffer.from(`cosignature/v1\ntime ${bytes.readBigUInt64BE(4)}\n${text}`), key, bytes.subarray(12));
  });
}

function root(leafHash, index, size, path) {
  let fn = BigInt(index), sn = BigInt(size) - 1n, r = leafHash;
  for (const p of path) {
    if (sn === 0n) refuse('the path is too long');
    if ((fn & 1n) === 1n || fn === sn) {
      r = sha256(Buffer.from([1]), p, r);
      while ((fn & 1n) === 0n && fn !== 0n) { fn >>= 1n; sn >>= 1n; }
    } else {
      r = sha256(Buffer.from([1]), r, p);
    }
    fn >>= 1n; sn >>= 1n;
  }
  if (sn !== 0n) refuse('the path is too short');
  return r;
}

const proof = JSON.parse(readFileSync(proofFile, 'utf8'));
const logKey = createPublicKey(readFileSync(logPem));
const [, size, rootHash] = proof.checkpoint.split('\n');
const leafHash = sha256(Buffer.from([0]), Buffer.from(proof.leaf, 'base64'));
const computed = root(leafHash, proof.index, size, proof.path.map((hash) => Buffer.from(hash, 'hex')));
if (!computed.equals(Buffer.from(rootHash, 'base64'))) refuse('the path does not lead to the root');
if (!signed(proof.checkpoint, 1, logKey)) refuse('the log did not sign the checkpoint of the proof');
const witnessed = readFileSync(noteFile, 'utf8');
if (!signed(witnessed, 1, logKey)) refuse('the log did not sign the witnessed checkpoint');
if (!signed(witnessed, 4, createPublicKey(readFileSync(witnessPem)))) refuse('the witness did not cosign');
console.log('holds');

// Opens, with the "jose" package of Node, messages that the kit sealed, and prints what it found. This direction is
// recorded, not live: the build has no Node. NodeJoseVectorsTest only checks that the record belongs to the vectors beside
// it and says what the kit sealed; that jose opened them is true of the day on which this ran. To record anew, in a
// temporary folder outside the repository, after record-vectors.mjs:
//
//   (in the checkout) ./mvnw -q -pl vendor-kit test -Dtest=KitVectors -Dfarthing.record-vectors=true
//   node open-vectors.mjs <checkout>/vendor-kit/src/test/resources/dev/farthing/kit/envelope/sealed-by-kit.json \
//     > <checkout>/vendor-kit/src/test/resources/dev/farthing/kit/envelope/opened-by-node-jose.json
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { compactDecrypt, compactVerify, importJWK } from 'jose';

const { vectors } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const opened = [];
for (const vector of vectors) {
  const serverKey = await importJWK(vector.serverPrivateJwk, 'ECDH-ES');
  const sealed = await compactDecrypt(vector.message, serverKey, {
    keyManagementAlgorithms: ['ECDH-ES'], contentEncryptionAlgorithms: ['A256GCM'],
  });
  const vendorKey = await importJWK(vector.vendorPublicJwk, vector.vendorPublicJwk.alg);
  const signed = await compactVerify(new TextDecoder().decode(sealed.plaintext), vendorKey, {
    algorithms: [vector.vendorPublicJwk.alg],
  });
  opened.push({
    messageSha256: createHash('sha256').update(vector.message).digest('base64url'),
    sealedHeader: sealed.protectedHeader,
    signedHeader: signed.protectedHeader,
    claims: JSON.parse(new TextDecoder().decode(signed.payload)),
  });
}
const jose = JSON.parse(readFileSync('node_modules/jose/package.json', 'utf8')).version;
console.log(JSON.stringify({ openedWith: `jose ${jose} on Node ${process.versions.node}`, opened }, null, 2));

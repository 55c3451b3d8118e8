// Records messages that the "jose" package of Node seals, with test keys made for the occasion, one for every pair of
// families; NodeJoseVectorsTest opens them at the recorded time. Not part of the build. To record anew, in a temporary
// folder outside the repository:
//
//   npm install jose@6
//   cp <checkout>/vendor-kit/src/test/node/*.mjs .
//   node record-vectors.mjs > <checkout>/vendor-kit/src/test/resources/dev/farthing/kit/envelope/sealed-by-node-jose.json
//
// The keys in the output are worth nothing: they exist for this file only.
import { readFileSync } from 'node:fs';
import { CompactEncrypt, CompactSign, calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';

const SIGNING = { ED25519: ['EdDSA', { crv: 'Ed25519' }], P256: ['ES256', {}] };
const AGREEMENT = { ED25519: ['ECDH-ES', { crv: 'X25519' }], P256: ['ECDH-ES', { crv: 'P-256' }] };
const NOW = Math.floor(Date.parse('2026-03-01T12:00:00Z') / 1000);

async function newKey([alg, options]) {
  const { publicKey, privateKey } = await generateKeyPair(alg, { ...options, extractable: true });
  const publicJwk = await exportJWK(publicKey);
  return { alg, publicKey, privateKey, publicJwk, privateJwk: await exportJWK(privateKey), kid: await calculateJwkThumbprint(publicJwk) };
}

async function record(signing, encryption) {
  const vendor = await newKey(SIGNING[signing]);
  const server = await newKey(AGREEMENT[encryption]);
  const claims = {
    iss: 'kiosk', aud: 'farthing', iat: NOW, exp: NOW + 120, jti: `node-${signing}-${encryption}`,
    customer: 'customer-7', item: 'article-9', quantity: 2, price: '250000', currency: 'USD',
  };
  const jws = await new CompactSign(new TextEncoder().encode(JSON.stringify(claims)))
    .setProtectedHeader({ alg: vendor.alg, typ: 'farthing-message+jwt', kid: vendor.kid })
    .sign(vendor.privateKey);
  const message = await new CompactEncrypt(new TextEncoder().encode(jws))
    .setProtectedHeader({ alg: server.alg, enc: 'A256GCM', typ: 'farthing-sealed+jwt', cty: 'JWT', kid: server.kid })
    .encrypt(server.publicKey);
  return { signing, encryption, vendorPublicJwk: vendor.publicJwk, serverPrivateJwk: server.privateJwk, claims, message };
}

const vectors = [];
for (const signing of Object.keys(SIGNING)) {
  for (const encryption of Object.keys(AGREEMENT)) {
    vectors.push(await record(signing, encryption));
  }
}
const jose = JSON.parse(readFileSync('node_modules/jose/package.json', 'utf8')).version;
console.log(JSON.stringify({ recordedWith: `jose ${jose} on Node ${process.versions.node}`, now: NOW, vectors }, null, 2));

// polkadot-api against an ICN node, with nothing but what the node's metadata says: no generated
// descriptors, no type definitions. ../README.md names the variables.
import "./webcrypto.mjs";
import assert from "node:assert/strict";
import { getPublicKey, secretFromSeed, sign } from "@scure/sr25519";
import { AccountId, Binary, createClient, Enum, InvalidTxError } from "polkadot-api";
import { getPolkadotSigner } from "polkadot-api/signer";
import { getWsProvider } from "polkadot-api/ws";
import { WebSocket } from "ws";

const { ICN_URL, ICN_MEMBER, ICN_MEMBER_DID, ICN_OUTSIDER } = process.env;
const SERVICE = "papi";

const client = createClient(getWsProvider(ICN_URL, { websocketClass: WebSocket }));
const api = client.getUnsafeApi();
const ask = (method, ...params) => client._request(method, params);
const step = (text) => console.log(`papi: ${text}`);

function person(seed) {
  const secret = secretFromSeed(Binary.fromHex(seed));
  const key = getPublicKey(secret);
  return {
    address: AccountId().dec(key),
    signer: getPolkadotSigner(key, "Sr25519", (input) => sign(secret, input)),
  };
}

async function readsMetadata() {
  const { spec_name, spec_version } = await api.constants.System.Version();
  assert.equal(spec_name, "icn");
  step(`metadata of ${spec_name} ${spec_version}`);
}

// As W3C JSON from the node, and as the chain keeps it from the runtime API.
async function resolves(member) {
  const { didDocument, didDocumentMetadata } = await ask("did_resolve", ICN_MEMBER_DID);
  assert.equal(didDocument.id, ICN_MEMBER_DID);
  const did = await api.apis.DidApi.did_of(member.address);
  const document = await api.apis.DidApi.did_document(did);
  assert.equal(String(document.version), didDocumentMetadata.versionId);
  step(`resolved ${ICN_MEMBER_DID}, version ${document.version}`);
  return { did, version: document.version, services: didDocument.service ?? [] };
}

const putService = ({ did, version }) =>
  api.tx.Did.put_service({
    did,
    expected_version: version,
    service: {
      id: Binary.fromText(SERVICE),
      kind: Binary.fromText("LinkedDomains"),
      endpoint: Binary.fromText("https://papi.example"),
    },
  });

async function sends(member, before) {
  const { ok, dispatchError, block } = await putService(before).signAndSubmit(member.signer);
  assert.ok(ok, `the transaction failed: ${JSON.stringify(dispatchError)}`);
  step(`transaction final in block ${block.number}`);
  const { services } = await resolves(member);
  assert.ok(services.some(({ id }) => id.endsWith(`#${SERVICE}`)), "the service is in the document");
}

async function isRefused(outsider, before) {
  const error = await putService(before).signAndSubmit(outsider.signer).then(
    () => assert.fail("an outsider's transaction was taken"),
    (error) => error,
  );
  assert.ok(error instanceof InvalidTxError, `${error}`);
  assert.deepEqual(error.error, Enum("Invalid", Enum("Custom", 1)));
  const reason = await ask("icn_refusal", 1);
  assert.match(JSON.stringify(reason), /belongs to nobody/);
  step(`an outsider is refused: ${JSON.stringify(reason)}`);
}

const member = person(ICN_MEMBER);
await readsMetadata();
const before = await resolves(member);
await sends(member, before);
await isRefused(person(ICN_OUTSIDER), before);
client.destroy();
process.exit(0);

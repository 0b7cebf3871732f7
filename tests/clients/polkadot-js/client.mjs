// @polkadot/api against an ICN node, without type definitions and without definitions of the
// node's own methods. ../README.md names the variables.
import assert from "node:assert/strict";
import { ApiPromise, Keyring, WsProvider } from "@polkadot/api";

const { ICN_URL, ICN_MEMBER, ICN_MEMBER_DID, ICN_OUTSIDER } = process.env;
const SERVICE = "polkadot-js";

const provider = new WsProvider(ICN_URL);
const api = await ApiPromise.create({ provider, noInitWarn: true });
const keyring = new Keyring({ type: "sr25519", ss58Format: 42 });
const ask = (method, ...params) => provider.send(method, params);
const step = (text) => console.log(`polkadot-js: ${text}`);

async function readsMetadata() {
  const version = api.consts.system.version;
  assert.equal(version.specName.toString(), "icn");
  assert.ok(api.tx.did.putService.meta.docs.length > 0, "calls are documented");
  step(`metadata of ${version.specName} ${version.specVersion}`);
}

// As W3C JSON from the node, and as the chain keeps it from the runtime API.
async function resolves(member) {
  const { didDocument, didDocumentMetadata } = await ask("did_resolve", ICN_MEMBER_DID);
  assert.equal(didDocument.id, ICN_MEMBER_DID);
  const did = (await api.call.didApi.didOf(member.address)).unwrap();
  const document = (await api.call.didApi.didDocument(did)).unwrap();
  assert.equal(document.version.toString(), didDocumentMetadata.versionId);
  step(`resolved ${ICN_MEMBER_DID}, version ${document.version}`);
  return { did, version: document.version, services: didDocument.service ?? [] };
}

const putService = ({ did, version }) =>
  api.tx.did.putService(did, version, {
    id: SERVICE,
    kind: "LinkedDomains",
    endpoint: "https://polkadot-js.example",
  });

// Resolves when the transaction is final, with its block's hash.
const final = (transaction, signer) =>
  new Promise((done, failed) => {
    transaction
      .signAndSend(signer, ({ status, dispatchError, isError }) => {
        if (dispatchError) {
          const { section, name } = dispatchError.isModule
            ? api.registry.findMetaError(dispatchError.asModule)
            : { section: "system", name: dispatchError.type };
          failed(new Error(`${section}.${name}`));
        } else if (status.isFinalized) {
          done(status.asFinalized.toHex());
        } else if (isError) {
          failed(new Error(status.type));
        }
      })
      .catch(failed);
  });

async function sends(member, before) {
  step(`transaction final in block ${await final(putService(before), member)}`);
  const { services } = await resolves(member);
  assert.ok(services.some(({ id }) => id.endsWith(`#${SERVICE}`)), "the service is in the document");
}

async function isRefused(outsider, before) {
  const error = await final(putService(before), outsider).then(
    () => assert.fail("an outsider's transaction was taken"),
    (error) => error,
  );
  assert.match(error.message, /Custom error: 1\b/);
  const reason = await ask("icn_refusal", 1);
  assert.match(JSON.stringify(reason), /belongs to nobody/);
  step(`an outsider is refused: ${JSON.stringify(reason)}`);
}

const member = keyring.addFromUri(ICN_MEMBER);
await readsMetadata();
const before = await resolves(member);
await sends(member, before);
await isRefused(keyring.addFromUri(ICN_OUTSIDER), before);
await api.disconnect();
process.exit(0);

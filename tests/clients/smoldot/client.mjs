// smoldot as a light client of an ICN federation: from the chain specification alone, through a
// gateway's WebSocket address, it checks finality itself and reads state with proofs.
// ../README.md names the variables.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { start } from "smoldot";

const { ICN_SPEC, ICN_GATEWAY, ICN_STATE_CALL, ICN_STATE_ANSWER, ICN_SIGNED, ICN_REFUSED } =
  process.env;

const step = (text) => console.log(`smoldot: ${text}`);

const client = start({
  maxLogLevel: 3,
  logCallback: (level, target, message) => {
    if (level <= 2 || process.env.ICN_VERBOSE) console.error(`[${target}] ${message}`);
  },
});
const spec = { ...JSON.parse(readFileSync(ICN_SPEC, "utf8")), bootNodes: [ICN_GATEWAY] };
const chain = await client.addChain({ chainSpec: JSON.stringify(spec) });

// Requests and subscriptions over smoldot's one stream of answers.
let next = 1;
const waiting = new Map();
const listeners = new Map();
(async () => {
  for await (const text of chain.jsonRpcResponses) {
    const { id, result, error, params } = JSON.parse(text);
    if (id !== undefined) {
      const { done, failed } = waiting.get(id);
      waiting.delete(id);
      error ? failed(new Error(`${error.message} ${JSON.stringify(error.data ?? "")}`)) : done(result);
    } else {
      listeners.get(params.subscription)?.(params.result);
    }
  }
})();
const ask = (method, ...params) =>
  new Promise((done, failed) => {
    const id = next++;
    waiting.set(id, { done, failed });
    chain.sendJsonRpc(JSON.stringify({ jsonrpc: "2.0", id, method, params }));
  });
async function follow(method, params, listener) {
  listeners.set(await ask(method, ...params), listener);
}

const number = ({ number }) => Number.parseInt(number, 16);

// Resolves with the number of a final block after `block`.
const finalAfter = (block) =>
  new Promise((done, failed) => {
    follow("chain_subscribeFinalizedHeads", [], (header) => {
      if (number(header) > block) done(number(header));
    }).catch(failed);
  });

async function followsFinality() {
  const first = await finalAfter(0);
  const later = await finalAfter(first + 2);
  step(`checked finality from block ${first} to block ${later}`);
}

async function readsMetadata() {
  const metadata = await ask("state_getMetadata");
  assert.ok(metadata.startsWith("0x6d657461"), "metadata begins with its magic number");
  step(`metadata of ${metadata.length / 2 - 1} bytes`);
}

// The same answer as a full node's, but proven.
async function resolves() {
  const answer = await ask("state_call", "DidApi_did_document", ICN_STATE_CALL);
  assert.equal(answer, ICN_STATE_ANSWER);
  step("read a DID document with a proof");
}

// Resolves with the event that ends the transaction's way.
const outcome = (transaction) =>
  new Promise((done, failed) => {
    follow("transactionWatch_v1_submitAndWatch", [transaction], (event) => {
      if (["finalized", "invalid", "dropped", "error"].includes(event.event)) done(event);
    }).catch(failed);
  });

async function sends() {
  const { event, error } = await outcome(ICN_SIGNED);
  assert.equal(event, "finalized", error);
  step("transaction final");
}

// The light client runs the chain's admission itself, with proofs of the state that it reads.
async function isRefused() {
  const { event, error } = await outcome(ICN_REFUSED);
  assert.equal(event, "invalid");
  assert.match(error, /code: 1\b/);
  step(`an outsider's transaction is refused: ${error}`);
}

await followsFinality();
await readsMetadata();
await resolves();
await sends();
await isRefused();
await client.terminate();
process.exit(0);

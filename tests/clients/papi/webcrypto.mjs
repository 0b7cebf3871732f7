// Node.js 18, as Debian 12 has it, keeps this to itself; later ones and browsers don't.
import { webcrypto } from "node:crypto";
globalThis.crypto ??= webcrypto;

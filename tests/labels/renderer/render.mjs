// Renders many labels in one process. Standard input: a JSON list of {zpl, width, height, dpmm, out}, millimetres and
// dots a millimetre; each label found in `zpl` becomes a PNG `out-N.png`, N from 0. Ends with 1 where one cannot.
import { readFileSync, writeFileSync } from "node:fs";
import { webcrypto } from "node:crypto";

globalThis.crypto ??= webcrypto; // Node 18 has it under another name
// Node 18 takes the package for a CommonJS one; the copy says by its name that it is not
const { ready } = await import("zpl-renderer-js").catch(() => import("./node_modules/zpl-renderer-js/dist/copy.mjs"));
const { api } = await ready;
try {
  for (const { zpl, width, height, dpmm, out } of JSON.parse(readFileSync(0, "utf8"))) {
    const pictures = await api.zplToBase64MultipleAsync(zpl, width, height, dpmm);
    pictures.forEach((picture, n) => writeFileSync(`${out}-${n}.png`, Buffer.from(picture, "base64")));
  }
} catch (error) {
  console.error(String(error).slice(0, 400));
  process.exit(1);
}
process.exit(0);
